//! What goes through the pipes between the endpoint and its worker: a length of four bytes, then as many bytes.

use std::io::{self, Read, Write};

/// The longest frame: no fiche comes near.
const MOST: usize = 64 * 1024 * 1024;

/// Writes one frame, and sees it off.
pub(super) fn write(mut to: impl Write, frame: &[u8]) -> io::Result<()> {
    let length = u32::try_from(frame.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    to.write_all(&length.to_be_bytes())?;
    to.write_all(frame)?;
    to.flush()
}

/// The next frame; `None` where the other side has closed the pipe between two.
pub(super) fn read(mut from: impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = Vec::new();
    from.by_ref().take(4).read_to_end(&mut length)?;
    if length.is_empty() {
        return Ok(None);
    }
    let length = length
        .try_into()
        .map_err(|_| io::ErrorKind::UnexpectedEof)?;
    let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    if length > MOST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut frame = vec![0; length];
    from.read_exact(&mut frame)?;
    Ok(Some(frame))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_read_as_they_were_written_and_halves_are_none() -> io::Result<()> {
        let mut pipe = Vec::new();
        write(&mut pipe, b"one")?;
        write(&mut pipe, b"")?;
        let mut from = pipe.as_slice();
        assert_eq!(read(&mut from)?.as_deref(), Some(&b"one"[..]));
        assert_eq!(read(&mut from)?.as_deref(), Some(&b""[..]));
        assert_eq!(read(&mut from)?, None);
        for half in [&pipe[..2], &pipe[..6], &[0xff; 8]] {
            assert!(read(half).is_err());
        }
        Ok(())
    }
}
