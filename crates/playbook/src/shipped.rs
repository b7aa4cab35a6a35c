//! The playbooks that come with the product.

/// Key and YAML source of every shipped playbook.
pub fn shipped() -> [(&'static str, &'static str); 2] {
    [
        (
            "us-saas-new-business",
            include_str!("../../../playbooks/us-saas-new-business.yaml"),
        ),
        ("renewals", include_str!("../../../playbooks/renewals.yaml")),
    ]
}
