//! A maildir: each mail is written aside, flushed, then named. A reader never sees half a mail.

use std::{
    io::{self, Write},
    path::Path,
};

use crate::whole_file::Aside;

/// Makes the three folders of a maildir, which only the owner can enter.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;

    for part in ["tmp", "new", "cur"] {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder.join(part))?;
    }
    Ok(())
}

/// Puts a mail into `new`. The same name again replaces the same mail.
pub(super) fn keep(folder: &Path, name: &str, mail: &[u8]) -> io::Result<()> {
    let mut aside = Aside::at(folder.join("tmp").join(name))?;
    aside.write_all(mail)?;
    aside.put(&folder.join("new").join(name))
}
