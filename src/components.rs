//! Pieces of screens: data in, events out. They fetch nothing, store nothing, and know no screen.

pub mod block;
pub mod choice_field;
pub mod commune_field;
pub mod date_field;
pub mod error_summary;
pub mod field;
pub mod link;
pub mod option_boxes;
pub mod status_banner;
pub mod text_field;
pub mod top_bar;
