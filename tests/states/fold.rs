//! Streams of events of several sources and subjects.

use std::collections::BTreeMap;

use leadhook::event::{
    Call, CallData, CallStatus, Campaign, CampaignData, CampaignStatus, Channel, Contact, ContactData, ContactChange,
    Inbound, InboundData, Lead, LeadData, LeadStatus, Message, MessageData, MessageStatus, NAMESPACE, Reply, ReplyData,
    Source, SubjectKey, SubjectKind, Unknown, UnknownData, Voicemail, VoicemailData,
};
use leadhook::lifecycle::{Fold, Lifecycle, Observed};
use leadhook::{Event, Id, Timestamp, Label, Vendor, StringEnum as _};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::json;
use uuid::Uuid;

use crate::law;
use crate::oracle::{Oracle, Rules};
use crate::random::{Retold, instants, retold, undocumented};

/// By source and subject.
type Subjects<S> = BTreeMap<(String, String), Oracle<S>>;

/// What a [`Fold`] should be.
#[derive(Clone, Debug, Default, PartialEq)]
struct Folded {
    messages: Subjects<MessageStatus>,
    calls: Subjects<CallStatus>,
    leads: Subjects<LeadStatus>,
}

/// An event, and what it is about.
type About = (Event, Option<String>);

fn tell<S: Rules>(oracle: &mut Oracle<S>, status: Option<S>, word: Option<&Label>, at: &Timestamp) -> Observed {
    match status {
        Some(status) => oracle.observe(status, at),
        // Who builds an event may leave the word out.
        None => oracle.observe_undocumented(word.unwrap_or(&"".into()), at),
    }
}

impl Folded {
    fn of(events: &[About]) -> Self {
        let mut folded = Self::default();
        for (event, subject) in events {
            folded.observe(event, subject.as_deref());
        }
        folded
    }

    fn observe(&mut self, event: &Event, subject: Option<&str>) -> Option<Observed> {
        let name = (event.source().to_string(), subject?.to_owned());
        if let Event::Message(Message { status, data, time, .. }) = event {
            Some(tell(self.messages.entry(name).or_default(), *status, data.vendor_status.as_ref(), time))
        } else if let Event::Call(Call { status, data, time, .. }) = event {
            Some(tell(self.calls.entry(name).or_default(), *status, data.vendor_status.as_ref(), time))
        } else if let Event::Lead(Lead { status, time, .. }) = event {
            Some(self.leads.entry(name).or_default().observe(*status, time))
        } else {
            None
        }
    }

    #[track_caller]
    fn assert_is(&self, fold: &Fold) {
        assert_are(&self.messages, &fold.messages, SubjectKind::Message);
        assert_are(&self.calls, &fold.calls, SubjectKind::Call);
        assert_are(&self.leads, &fold.leads, SubjectKind::Lead);
    }
}

#[track_caller]
fn assert_are<S: Rules>(subjects: &Subjects<S>, lifecycles: &BTreeMap<SubjectKey, Lifecycle<S>>, kind: SubjectKind) {
    let key = |(source, subject): &(String, String)| SubjectKey::new(source.parse().unwrap(), subject, kind);
    assert!(lifecycles.keys().cloned().eq(subjects.keys().map(key)), "{subjects:?} {lifecycles:?}");
    for (name, oracle) in subjects {
        oracle.assert_is(&lifecycles[&key(name)]);
    }
}

fn fold(events: &[About]) -> Fold {
    events.iter().map(|(event, _)| event).collect()
}

#[track_caller]
fn assert_folds(retold: &Retold<About>) {
    let once = fold(&retold.once);
    Folded::of(&retold.once).assert_is(&once);
    let events: Vec<_> = retold.once.iter().map(|(event, _)| event.clone()).collect();
    let order: Vec<_> = retold.parts.iter().flatten().map(|(event, _)| event).collect();
    law::converges(&events, &order, retold.parts[0].len());
    assert_eq!(retold.merged(fold, Fold::merge), once);

    let (mut fold, mut folded) = (Fold::default(), Folded::default());
    for (event, subject) in retold.parts.iter().flatten() {
        let before = fold.clone();
        let answer = fold.observe(event);
        assert_eq!(answer, folded.observe(event, subject.as_deref()), "{event:?}");
        assert_eq!(fold == before, matches!(answer, None | Some(Observed::Duplicate)), "{event:?}");
    }
}

/// The parts of a source, an id and a word from which events are built.
#[derive(Clone, Debug)]
struct Parts {
    account: Option<&'static str>,
    id: Option<&'static str>,
    time: Timestamp,
    word: Label,
    status: Index,
    is_documented: bool,
}

impl Parts {
    fn source(&self, vendor: Vendor) -> Source {
        let source = Source::from(vendor);
        self.account.iter().fold(source, |source, label| source.with_account(label).unwrap())
    }

    fn id(&self) -> Option<Id> {
        self.id.map(|id| id.parse().unwrap())
    }

    /// A status or none, and mostly a word.
    fn status<S: Rules>(&self) -> (Option<S>, Option<Label>) {
        let status = self.is_documented.then(|| *self.status.get(S::VARIANTS));
        (status, (self.word.as_str() != "").then(|| self.word.clone()))
    }

    fn message(&self, vendor: Vendor) -> Message {
        let (status, word) = self.status();
        let mut data = MessageData::new("sms.sent", Channel::Sms);
        data.vendor_status = word;
        data.message_id = self.id();
        Message::new(self.source(vendor), self.time.clone(), status, data)
    }

    fn call(&self, vendor: Vendor) -> Call {
        let (status, word) = self.status();
        let mut data = CallData::new("call_status_update");
        data.vendor_status = word;
        data.call_id = self.id();
        Call::new(self.source(vendor), self.time.clone(), status, data)
    }

    fn lead(&self) -> Lead {
        let mut data = LeadData::new("lead.queued");
        data.vendor_status = Some(self.word.clone());
        data.submission_id = self.id();
        // The same lead, submitted again and again.
        data.lead_id = Some("lead".parse().unwrap());
        Lead::new(self.source(Vendor::LeadSail), self.time.clone(), *self.status.get(LeadStatus::VARIANTS), data)
    }

    /// The subject of a message or a call of LigueLead's, which has no id of its own.
    fn together(&self) -> Option<String> {
        let parts = json!([self.source(Vendor::LigueLead), ["app", self.id?, "+15550100000"]]);
        Some(Uuid::new_v5(&NAMESPACE, parts.to_string().as_bytes()).to_string())
    }

    /// Something that has no lifecycle, though it may have the id of something that has.
    fn aside(&self) -> Event {
        let (source, time) = (|vendor| self.source(vendor), || self.time.clone());
        let mut inbound = InboundData::new("sms_received", Channel::Sms);
        inbound.message_id = self.id();
        let mut voicemail = VoicemailData::new("voicemail_received");
        voicemail.call_id = self.id();
        let mut reply = ReplyData::new("sms.replied", Channel::Sms);
        reply.message_id = self.id();
        let mut campaign = CampaignData::new("campaign.started");
        campaign.campaign_id = self.id();
        let mut contact = ContactData::new("email.unsubscribed");
        contact.message_id = self.id();
        let unknown = UnknownData::new("teleported");
        let asides = [
            Event::Inbound(Inbound::new(source(Vendor::LimeCall), time(), inbound)),
            Event::Voicemail(Voicemail::new(source(Vendor::LimeCall), time(), voicemail)),
            Event::Reply(Reply::new(source(Vendor::LeadNest), time(), reply)),
            Event::Campaign(Campaign::new(source(Vendor::Leadterra), time(), CampaignStatus::Started, campaign)),
            Event::Contact(Contact::new(source(Vendor::LeadNest), time(), ContactChange::Unsubscribed, contact)),
            Event::Unknown(Unknown::new(source(Vendor::LimeCall), Some(time()), unknown)),
        ];
        self.status.get(&asides).clone()
    }

    /// One of all that can be built.
    fn build(&self, which: usize) -> About {
        let subject = self.id.map(str::to_owned);
        match which {
            0 => (Event::Message(self.message(Vendor::LeadNest)), subject),
            1 => (Event::Message(self.message(Vendor::LimeCall)), subject),
            2 => (Event::Call(self.call(Vendor::LimeCall)), subject),
            3 => (Event::Lead(self.lead()), subject),
            4 => {
                let mut message = self.message(Vendor::LigueLead);
                (message.data.app_id, message.data.campaign_id) = (Some("app".parse().unwrap()), self.id());
                message.data.to = Some("+15550100000".into());
                (Event::Message(message), self.together())
            }
            5 => {
                let mut call = self.call(Vendor::LigueLead);
                (call.data.app_id, call.data.campaign_id) = (Some("app".parse().unwrap()), self.id());
                call.data.to = Some("+15550100000".into());
                (Event::Call(call), self.together())
            }
            _ => (self.aside(), None),
        }
    }
}

fn built() -> impl Strategy<Value = About> {
    let account = select(&[None, Some("brazil"), Some("a.b-c_d~e")][..]);
    let id = select(&[Some("7"), Some("7"), Some("007"), None][..]);
    let word = undocumented();
    (account, id, instants(), word, any::<Index>(), proptest::bool::weighted(0.8), 0..7_usize).prop_map(
        |(account, id, time, word, status, is_documented, which)| {
            Parts { account, id, time, word, status, is_documented }.build(which)
        },
    )
}

/// Generated events, half of them about one thing of a kind.
fn generated() -> impl Strategy<Value = About> {
    (any::<Event>(), any::<bool>()).prop_map(|(mut event, is_known)| {
        let id = is_known.then(|| "7".parse::<Id>().unwrap());
        if let Event::Message(Message { data: MessageData { message_id, .. }, .. })
        | Event::Reply(Reply { data: ReplyData { message_id, .. }, .. }) = &mut event
        {
            *message_id = id.or(message_id.take());
        } else if let Event::Call(call) = &mut event {
            call.data.call_id = id.or(call.data.call_id.take());
        } else if let Event::Lead(lead) = &mut event {
            lead.data.submission_id = id.or(lead.data.submission_id.take());
        }
        let subject = event.subject().map(Into::into);
        (event, subject)
    })
}

#[track_caller]
fn assert_key_survives(event: &Event) {
    let back = Event::from_json(serde_json::to_string(event).unwrap().as_bytes()).unwrap();
    assert_eq!(back.subject_key(), event.subject_key());
    let stored = serde_json::to_string(&event.subject_key()).unwrap();
    assert_eq!(serde_json::from_str::<Option<SubjectKey>>(&stored).unwrap(), event.subject_key());
    let key = event.subject_key().map(|key| (key.source, key.subject));
    assert_eq!(key, event.subject().map(|subject| (event.source().clone(), subject.into())));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_stream_folds_alike_in_every_order_and_in_parts(events in retold(built())) {
        assert_folds(&events);
    }

    #[test]
    fn what_platforms_send_folds_alike_in_every_order_and_in_parts(events in retold(generated())) {
        assert_folds(&events);
    }

    #[test]
    fn keys_survive((built, _) in built(), (generated, _) in generated()) {
        assert_key_survives(&built);
        assert_key_survives(&generated);
    }
}
