//! Taking off this device what the endpoint refuses: one at a time, asked once more, and said when it was not done.

use std::rc::Rc;

use domain::wire::SubmissionId;
use elements::{Element, RwSignal, element};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::focus,
    components::block::{button, paragraph},
    sending,
    state::State,
};

/// How far the person is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Offered,
    Asked,
    UnderWay,
    NotDone,
}

/// The button, then the question, then what came of it.
///
/// `words` is the prefix of the keys of their sentences: `outbox.`, `device.` or `tablet.`.
pub(super) fn giving_up(state: State, id: SubmissionId, words: &'static str) -> Element {
    let step = Rc::new(RwSignal::new(Step::Offered));
    let text = move |key: &str| state.text(&[words, key].concat());
    let place = ["give-up-", id.short()].concat();
    let shown = step.clone();
    element("div").class("live").effect(move |parts| {
        let next = |to: Step| {
            let (step, place) = (step.clone(), place.clone());
            move || {
                step.set(to);
                focus::field(&place);
            }
        };
        let said = |key: &str| {
            paragraph("", text(key))
                .attr("id", &place)
                .attr("role", "status")
                .attr("tabindex", "-1")
        };
        let offer = || {
            let offer = button(text("give_up")).class("button quiet");
            offer.on_click(next(Step::Asked))
        };
        parts.fill(match *shown.read() {
            Step::Offered => vec![offer().attr("id", &place)],
            Step::Asked => {
                let now = button(text("give_up_now"));
                let (id, step) = (id.clone(), step.clone());
                let keep = button(text("give_up_not")).class("button quiet");
                vec![
                    said("give_up_sure"),
                    now.on_click(move || take_off(state, id.clone(), step.clone())),
                    keep.on_click(next(Step::Offered)),
                ]
            }
            Step::UnderWay => vec![said("giving_up")],
            Step::NotDone => vec![said("not_given_up"), offer()],
        });
    })
}

fn take_off(state: State, id: SubmissionId, step: Rc<RwSignal<Step>>) {
    step.set(Step::UnderWay);
    spawn_local(async move {
        if sending::give_up(state, id).await {
            focus::heading();
        } else {
            step.set(Step::NotDone);
        }
    });
}
