//! Closes a PDF with the mailbox's password: AES-256, as PDF 2.0 has it (security handler revision 6).
//!
//! Whoever has the password may do everything with the file; screen readers may always read it.

use std::{collections::BTreeMap, sync::Arc};

use lopdf::{
    Document, EncryptionState, EncryptionVersion, Permissions,
    encryption::crypt_filters::{Aes256CryptFilter, CryptFilter},
};

/// Why a PDF could not be closed. Says nothing of what is in it.
#[derive(Debug, thiserror::Error)]
pub(super) enum PasswordError {
    /// The PDF is not one that can be read back, or the password has characters that a PDF cannot take.
    #[error("the PDF cannot be encrypted: {0}")]
    Pdf(#[from] lopdf::Error),
    /// No randomness for the key.
    #[error("the system gives no randomness")]
    NoRandomness,
    /// Memory could not be written to.
    #[error("the PDF cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

/// The same PDF, closed.
pub(super) fn protect(pdf: &[u8], password: &str) -> Result<Vec<u8>, PasswordError> {
    let mut document = Document::load_mem(pdf)?;
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|_| PasswordError::NoRandomness)?;
    let filter: Arc<dyn CryptFilter> = Arc::new(Aes256CryptFilter);
    let state = EncryptionState::try_from(EncryptionVersion::V5 {
        encrypt_metadata: true,
        crypt_filters: BTreeMap::from([(b"StdCF".to_vec(), filter)]),
        file_encryption_key: &key,
        stream_filter: b"StdCF".to_vec(),
        string_filter: b"StdCF".to_vec(),
        owner_password: password,
        user_password: password,
        permissions: Permissions::all(),
    })?;
    document.encrypt(&state)?;
    "2.0".clone_into(&mut document.version);
    let mut out = Vec::new();
    document.save_to(&mut out)?;
    Ok(out)
}
