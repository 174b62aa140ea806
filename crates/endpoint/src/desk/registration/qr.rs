//! A QR code as an SVG picture, to dial a number with one's own mobile.

use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the code, without which readers do not find it (ISO/IEC 18004).
const QUIET_MODULES: usize = 4;

/// The code of a text; nothing where it is too long for one.
pub(super) fn code(text: &str, label: &str) -> Option<Markup> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let (width, colors) = (code.width(), code.to_colors());
    let dark = colors.into_iter().enumerate();
    let dark = dark.filter(|(_, color)| *color == Color::Dark);
    let square = |(place, _): (usize, Color)| {
        let (x, y) = (place % width + QUIET_MODULES, place / width + QUIET_MODULES);
        format!("M{x} {y}h1v1h-1z")
    };
    let path = dark.map(square).collect::<Vec<_>>().concat();
    let side = width + 2 * QUIET_MODULES;
    Some(html! {
        svg.qr viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect width="100%" height="100%" fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    })
}
