//! Fields of stage histories.

use super::Shape::{Choice, Date, Relation};
use super::{Field, field};

pub(super) const STAGE_HISTORY: &[Field] = &[
    field(
        "deal",
        Relation,
        "딜",
        "Deal",
        &[
            "dealid",
            "opportunityid",
            "recordid",
            "dealname",
            "opportunity",
            "딜id",
            "딜이름",
            "딜명",
            "기회id",
        ],
    ),
    field(
        "stage",
        Choice,
        "단계",
        "Stage",
        &[
            "dealstage",
            "stagename",
            "tostage",
            "newvalue",
            "파이프라인단계",
            "영업단계",
        ],
    ),
    field(
        "entered_on",
        Date,
        "진입일",
        "Entered on",
        &[
            "dateenteredstage",
            "entereddate",
            "enteredat",
            "startdate",
            "createddate",
            "editdate",
            "진입날짜",
            "단계진입일",
        ],
    ),
    field(
        "left_on",
        Date,
        "이탈일",
        "Left on",
        &["dateleftstage", "leftdate", "leftat", "enddate", "이탈날짜"],
    ),
    field(
        "actor",
        Relation,
        "변경한 사람",
        "Changed by",
        &[
            "changedby",
            "lastmodifiedby",
            "editedby",
            "변경자",
            "수정자",
        ],
    ),
];
