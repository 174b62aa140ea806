//! Compression of the app's files for transfer: brotli and gzip at their strongest, for the build and for the endpoint.

use std::io::{self, Write as _};

use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

/// A way to compress bytes.
pub type Compress = fn(&[u8]) -> io::Result<Vec<u8>>;

/// With brotli, quality 11.
///
/// # Errors
///
/// When the encoder fails; memory is all that it needs.
pub fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let parameters = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..BrotliEncoderParams::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)?;
    Ok(out)
}

/// With gzip, without name or time in its header: the same bytes give the same file.
///
/// # Errors
///
/// As [`brotli`].
pub fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
