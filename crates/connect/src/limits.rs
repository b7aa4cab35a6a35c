//! How much of a file one import accepts. Every bound is a named constant here.

/// Columns of a table; more is refused as a whole, because nobody can map them.
pub const MAX_COLUMNS: usize = 1_000;
/// Bytes (as UTF-8) of one cell; a longer cell rejects its row.
pub const MAX_CELL_BYTES: usize = 128 * 1024;
/// Bytes (as UTF-8) of one record; a longer one rejects the row without keeping it in memory.
pub const MAX_RECORD_BYTES: usize = 1024 * 1024;
/// Bytes of a file: 1 GiB.
pub const MAX_FILE_BYTES: u64 = 1024 * 1024 * 1024;
/// Bytes a workbook may unpack to, all parts together: guards against decompression bombs.
pub const MAX_WORKBOOK_BYTES: u64 = 1024 * 1024 * 1024;
/// Bytes the shared strings of a workbook may unpack to; they are the one part kept in memory.
pub const MAX_SHARED_STRINGS_BYTES: u64 = 128 * 1024 * 1024;
/// Bytes of a mapping file.
pub const MAX_MAPPING_BYTES: usize = 256 * 1024;
/// Sample values kept per column.
pub const MAX_SAMPLES: usize = 5;
/// Distinct values kept per column, so that a value map can be offered for stages and the like.
pub const MAX_DISTINCT: usize = 50;
/// Share of a column's filled cells, in per cent, that must agree before a type is named.
pub const TYPE_AGREEMENT_PERCENT: u64 = 90;
