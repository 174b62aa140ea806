//! The page itself: clock, chance, title, focus, paths, what `index.html` says.

use std::rc::Rc;

use app::browser::{Browser, clock, focus, history, page, service_worker, storage, title};
use domain::time::Timestamp;
use phone::ports::World;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Document;

fn document() -> Document {
    let document = web_sys::window().and_then(|window| window.document());
    document.unwrap_or_else(|| panic!("a document"))
}

fn show(html: &str) {
    let body = document().body().unwrap_or_else(|| panic!("a body"));
    let root = document().get_element_by_id("tried").unwrap_or_else(|| {
        let _ = body.insert_adjacent_html("beforeend", "<div id=\"tried\"></div>");
        document()
            .get_element_by_id("tried")
            .unwrap_or_else(|| panic!("just put there"))
    });
    root.set_inner_html(html);
}

async fn focused() -> String {
    super::tick().await;
    document()
        .active_element()
        .map(|element| element.id())
        .unwrap_or_default()
}

#[wasm_bindgen_test]
fn moments_are_said_in_the_persons_language_and_time() {
    let moment: Timestamp = "2026-11-21T18:42:00Z"
        .parse()
        .unwrap_or_else(|_| panic!("a moment"));
    let local = moment.plus_seconds(-60 * clock::offset_minutes(moment));
    assert_eq!(
        clock::in_words(local, "fr"),
        "samedi 21\u{a0}novembre à\u{a0}18\u{a0}h\u{a0}42"
    );
    assert_eq!(
        clock::in_words(local, "en").replace(" at", ","),
        "Saturday 21 November, 18:42"
    );
    assert!(clock::now() > moment.plus_seconds(-86_400 * 3650));
}

#[wasm_bindgen_test]
fn ids_are_new_each_time() {
    let [one, other] = [Browser.identity(), Browser.identity()];
    assert!(one.0 != other.0 && one.1 != other.1);
    assert!((0.0..1.0).contains(&Browser.jitter()));
}

#[wasm_bindgen_test]
fn the_title_and_the_language_follow() {
    title::set("Mes envois", "fr");
    assert_eq!(document().title(), "Mes envois");
    let language = document()
        .document_element()
        .and_then(|root| root.get_attribute("lang"));
    assert_eq!(language.as_deref(), Some("fr"));
}

#[wasm_bindgen_test]
async fn focus_goes_to_a_field_and_into_a_group() {
    show(
        "<h1 id=\"title\" tabindex=\"-1\">T</h1><input id=\"phone\">
         <fieldset id=\"born\" tabindex=\"-1\"><input id=\"born-day\"><input id=\"born-month\"></fieldset>
         <select id=\"housing\"></select><div id=\"error-summary\" tabindex=\"-1\"></div>",
    );
    for (asked, reached) in [
        ("phone", "phone"),
        ("born", "born-day"),
        ("housing", "housing"),
        ("error-summary", "error-summary"),
    ] {
        focus::field(asked);
        assert_eq!(focused().await, reached);
    }
    show("<h1 id=\"title\" tabindex=\"-1\">T</h1>");
}

#[wasm_bindgen_test]
fn only_plain_codes_are_read_from_the_link() {
    let before = history::path();
    history::replace("/?source=Instagram&event=jpo-2026&bad=%3Cscript%3E&empty=");
    let read = ["source", "event", "bad", "empty", "absent"].map(page::query_code);
    history::replace(&before);
    let read = read.each_ref().map(Option::as_deref);
    assert_eq!(
        read,
        [Some("instagram"), Some("jpo-2026"), None, None, None]
    );
}

#[wasm_bindgen_test]
fn paths_are_pushed_and_replaced_without_query() {
    let before = history::path();
    history::push("/preinscription/contact");
    assert_eq!(history::path(), "/preinscription/contact");
    history::replace(&before);
    assert_eq!(history::path(), before);
}

#[wasm_bindgen_test]
fn the_page_names_its_files() {
    assert!(page::files().is_none());
    show(
        "<script type=\"application/json\" id=\"files\">
         {\"fr\":\"/fr-1.bin\",\"en\":\"/en-1.bin\",\"fr_rest\":\"/fr-rest-1.bin\",\"en_rest\":\"/en-rest-1.bin\",
          \"near\":\"/near-1.json\",\"site\":\"{}\",\"communes\":\"/communes-1/\"}</script>
         <div id=\"app\"></div>",
    );
    let files = page::files().unwrap_or_else(|| panic!("the page has them"));
    for (name, path) in [
        ("fr", Some("/fr-1.bin")),
        ("en", Some("/en-1.bin")),
        ("fr_rest", Some("/fr-rest-1.bin")),
        ("en_rest", Some("/en-rest-1.bin")),
        ("near", Some("/near-1.json")),
        ("de", None),
    ] {
        assert_eq!(files.content(name).as_deref(), path);
    }
    assert_eq!(
        (files.site.as_str(), files.communes.as_str()),
        ("{}", "/communes-1/")
    );
    assert!(page::root().is_some());
    let told = || document().document_element()?.get_attribute("data-failure");
    page::tell_network_failure();
    assert_eq!(told().as_deref(), Some("network"));
    page::tell_no_failure();
    assert_eq!(told().as_deref(), Some(""));
    show("");
}

#[wasm_bindgen_test]
async fn what_this_page_cannot_have_is_no_error() {
    // No service worker is served here, and a headless browser may or may not promise to keep things.
    assert!(!service_worker::register(Rc::new(|| true)).await);
    let _either = storage::persist().await;
}
