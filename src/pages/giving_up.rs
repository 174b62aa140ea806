//! Taking off this device what the endpoint refuses: one at a time, asked once more, and said when it was not done.

use std::rc::Rc;

use domain::{texts::TextKey, wire::SubmissionId};
use elements::{Element, RwSignal, element};
use phone::key;
use wasm_bindgen_futures::spawn_local;

use crate::{browser::focus, components::block::button, say, sending, state::State};

/// How far the person is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Offered,
    Asked,
    UnderWay,
    NotDone,
}

/// The keys of its sentences.
pub(super) struct Words {
    offer: TextKey,
    sure: TextKey,
    now: TextKey,
    not: TextKey,
    under_way: TextKey,
    not_done: TextKey,
}

pub(super) const IN_OUTBOX: Words = Words {
    offer: key!("outbox.give_up"),
    sure: key!("outbox.give_up_sure"),
    now: key!("outbox.give_up_now"),
    not: key!("outbox.give_up_not"),
    under_way: key!("outbox.giving_up"),
    not_done: key!("outbox.not_given_up"),
};

pub(super) const ON_DEVICE: Words = Words {
    offer: key!("device.give_up"),
    sure: key!("device.give_up_sure"),
    now: key!("device.give_up_now"),
    not: key!("device.give_up_not"),
    under_way: key!("device.giving_up"),
    not_done: key!("device.not_given_up"),
};

pub(super) const ON_TABLET: Words = Words {
    offer: key!("tablet.give_up"),
    sure: key!("tablet.give_up_sure"),
    now: key!("tablet.give_up_now"),
    not: key!("tablet.give_up_not"),
    under_way: key!("tablet.giving_up"),
    not_done: key!("tablet.not_given_up"),
};

/// The button, then the question, then what came of it.
pub(super) fn giving_up(state: State, id: SubmissionId, words: &'static Words) -> Element {
    let step = Rc::new(RwSignal::new(Step::Offered));
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
        let said = |key: TextKey| {
            say::paragraph(state, "", key)
                .attr("id", &place)
                .attr("role", "status")
                .attr("tabindex", "-1")
        };
        let offer = || {
            let offer = button(state.text(words.offer)).class("button quiet");
            offer.on_click(next(Step::Asked))
        };
        parts.fill(match *shown.read() {
            Step::Offered => vec![offer().attr("id", &place)],
            Step::Asked => {
                let now = button(state.text(words.now));
                let (id, step) = (id.clone(), step.clone());
                let keep = button(state.text(words.not)).class("button quiet");
                vec![
                    said(words.sure),
                    now.on_click(move || take_off(state, id.clone(), step.clone())),
                    keep.on_click(next(Step::Offered)),
                ]
            }
            Step::UnderWay => vec![said(words.under_way)],
            Step::NotDone => vec![said(words.not_done), offer()],
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
