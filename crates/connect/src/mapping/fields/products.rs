//! Fields of products.

use super::Shape::{Boolean, Choice, Number, Text};
use super::{Field, field, unique};

pub(super) const PRODUCTS: &[Field] = &[
    unique(
        "name",
        Text,
        "제품 이름",
        "Name",
        &[
            "product",
            "productname",
            "item",
            "itemname",
            "제품",
            "제품명",
            "상품",
            "상품명",
            "품목",
            "품목명",
        ],
    ),
    unique(
        "code",
        Text,
        "제품 코드",
        "Code",
        &[
            "productcode",
            "sku",
            "itemno",
            "itemcode",
            "제품코드",
            "상품코드",
            "품번",
            "품목코드",
        ],
    ),
    unique(
        "external_id",
        Text,
        "외부 ID",
        "External ID",
        &["id", "productid", "recordid", "외부id", "고유id"],
    ),
    field(
        "family",
        Text,
        "제품군",
        "Family",
        &["series", "productfamily", "category", "카테고리", "분류"],
    ),
    field(
        "list_price",
        Number,
        "정가",
        "List price",
        &[
            "salesprice",
            "price",
            "unitprice",
            "productprice",
            "listprice",
            "단가",
            "가격",
            "판매가",
        ],
    ),
    field(
        "currency",
        Choice,
        "통화",
        "Currency",
        &["productcurrency", "currencycode", "화폐"],
    ),
    field(
        "is_active",
        Boolean,
        "사용 여부",
        "Active",
        &["active", "isactive", "사용", "판매여부"],
    ),
];
