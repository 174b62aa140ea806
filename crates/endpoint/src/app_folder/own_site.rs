//! The page and the worker of a release that was built for another site, or before the site's file changed.
//!
//! The page names this site then; the worker has other bytes, so that phones fetch the page again.

use content::contact;
use domain::site::Site;
use envelope::sha256_hex;

/// The bytes to serve of the file of that path, where they are not those of the build; `page` is the page as built.
pub(super) fn bytes(path: &str, built: &[u8], page: &str, site: &Site) -> Option<Vec<u8>> {
    match path {
        "/" => contact::page_of(page, site).map(String::into_bytes),
        "/sw.js" => {
            let page = contact::page_of(page, site)?;
            let mut worker = built.to_vec();
            worker.extend(format!("\n// {}\n", sha256_hex(page.as_bytes())).into_bytes());
            Some(worker)
        }
        _ => None,
    }
}
