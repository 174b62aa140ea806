//! The real `content/` folder, read as the build and the endpoint read it; and copies of it with mistakes.

mod branches;
mod codes;
mod explained;
mod folder;
mod forms;
mod languages;
mod layers;
mod look;
mod mistakes;
mod notices;
mod reading;
mod sentences;
mod site;
mod syllables;
mod typography;
