//! The playbook linter.

pub mod codes {
    //! Every code a finding can carry.
}
