//! Streams of events of several sources and subjects.

use std::collections::BTreeMap;

use leadhook::event::{
    Call, CallData, CallStatus, Campaign, CampaignChange, CampaignData, Channel, Contact, ContactChange, ContactData,
    Inbound, InboundData, Lead, LeadData, LeadStatus, Message, MessageData, MessageStatus, Reply, ReplyData, Source,
    SubjectKey, SubjectKind, Unknown, UnknownData, Voicemail, VoicemailData,
};
use leadhook::lifecycle::{Fold, Lifecycle, Observed};
use leadhook::{Event, Id, Label, Timestamp, Vendor};
use leadhook_harness::law;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::json;
use uuid::Uuid;

use super::oracle::{Oracle, Rules};
use super::random::{Streams, streams, timestamps, undocumented_statuses};

/// The oracle of each source and subject.
type Oracles<S> = BTreeMap<(String, String), Oracle<S>>;

/// What a [`Fold`] should be.
#[derive(Clone, Debug, Default, PartialEq)]
struct FoldOracle {
    messages: Oracles<MessageStatus>,
    calls: Oracles<CallStatus>,
    leads: Oracles<LeadStatus>,
}

/// An event and its expected subject.
type EventAndSubject = (Event, Option<String>);

fn observe<S: Rules>(
    oracle: &mut Oracle<S>,
    status: Option<S>,
    vendor_status: Option<&Label>,
    at: &Timestamp,
) -> Observed {
    match status {
        Some(status) => oracle.observe(status, at),
        // An event that was built by hand may lack the vendor's status.
        None => oracle.observe_undocumented(vendor_status.unwrap_or(&"".into()), at),
    }
}

impl FoldOracle {
    fn new(events: &[EventAndSubject]) -> Self {
        let mut oracle = Self::default();
        for (event, subject) in events {
            oracle.observe(event, subject.as_deref());
        }
        oracle
    }

    fn observe(&mut self, event: &Event, subject: Option<&str>) -> Option<Observed> {
        let key = (event.source().to_string(), subject?.to_owned());
        if let Event::Message(Message { status, data, time, .. }) = event {
            Some(observe(self.messages.entry(key).or_default(), *status, data.vendor_status.as_ref(), time))
        } else if let Event::Call(Call { status, data, time, .. }) = event {
            Some(observe(self.calls.entry(key).or_default(), *status, data.vendor_status.as_ref(), time))
        } else if let Event::Lead(Lead { status, time, .. }) = event {
            Some(self.leads.entry(key).or_default().observe(*status, time))
        } else {
            None
        }
    }

    #[track_caller]
    fn assert_is(&self, fold: &Fold) {
        assert_lifecycles(&self.messages, &fold.messages, SubjectKind::Message);
        assert_lifecycles(&self.calls, &fold.calls, SubjectKind::Call);
        assert_lifecycles(&self.leads, &fold.leads, SubjectKind::Lead);
    }
}

#[track_caller]
fn assert_lifecycles<S: Rules>(
    oracles: &Oracles<S>,
    lifecycles: &BTreeMap<SubjectKey, Lifecycle<S>>,
    kind: SubjectKind,
) {
    let key = |(source, subject): &(String, String)| SubjectKey::new(source.parse().unwrap(), subject, kind);
    assert!(lifecycles.keys().cloned().eq(oracles.keys().map(key)), "{oracles:?} {lifecycles:?}");
    for (name, oracle) in oracles {
        oracle.assert_is(&lifecycles[&key(name)]);
    }
}

fn fold(events: &[EventAndSubject]) -> Fold {
    events.iter().map(|(event, _)| event).collect()
}

#[track_caller]
fn assert_folds(streams: &Streams<EventAndSubject>) {
    let original = fold(&streams.original);
    FoldOracle::new(&streams.original).assert_is(&original);
    let events: Vec<_> = streams.original.iter().map(|(event, _)| event.clone()).collect();
    let order: Vec<_> = streams.parts.iter().flatten().map(|(event, _)| event).collect();
    law::converges(&events, &order, streams.parts[0].len());
    assert_eq!(streams.merge_parts(fold, Fold::merge), original);

    let (mut fold, mut oracle) = (Fold::default(), FoldOracle::default());
    for (event, subject) in streams.parts.iter().flatten() {
        let before = fold.clone();
        let observed = fold.observe(event);
        assert_eq!(observed, oracle.observe(event, subject.as_deref()), "{event:?}");
        assert_eq!(fold == before, matches!(observed, None | Some(Observed::Duplicate)), "{event:?}");
    }
}

/// The parts from which an event is built by hand.
#[derive(Clone, Debug)]
struct Parts {
    account: Option<&'static str>,
    id: Option<&'static str>,
    time: Timestamp,
    vendor_status: Label,
    /// Chooses the status, or the event without a lifecycle.
    choice: Index,
    is_documented: bool,
}

impl Parts {
    fn source(&self, vendor: Vendor) -> Source {
        let source = Source::from(vendor);
        self.account.iter().fold(source, |source, account| source.with_account(account).unwrap())
    }

    fn id(&self) -> Option<Id> {
        self.id.map(|id| id.parse().unwrap())
    }

    /// Returns the status, unless it is undocumented, and the vendor's status, unless it is empty.
    fn status<S: Rules>(&self) -> (Option<S>, Option<Label>) {
        let status = self.is_documented.then(|| *self.choice.get(S::VARIANTS));
        (status, (self.vendor_status.as_str() != "").then(|| self.vendor_status.clone()))
    }

    fn message(&self, vendor: Vendor) -> Message {
        let (status, vendor_status) = self.status();
        let mut data = MessageData::new("sms.sent", Channel::Sms);
        data.vendor_status = vendor_status;
        data.message_id = self.id();
        Message::new(self.source(vendor), self.time.clone(), status, data)
    }

    fn call(&self, vendor: Vendor) -> Call {
        let (status, vendor_status) = self.status();
        let mut data = CallData::new("call_status_update");
        data.vendor_status = vendor_status;
        data.call_id = self.id();
        Call::new(self.source(vendor), self.time.clone(), status, data)
    }

    fn lead(&self) -> Lead {
        let mut data = LeadData::new("lead.queued");
        data.vendor_status = Some(self.vendor_status.clone());
        data.submission_id = self.id();
        // Submissions of the same lead are different subjects.
        data.lead_id = Some("lead".parse().unwrap());
        Lead::new(self.source(Vendor::LeadSail), self.time.clone(), *self.choice.get(LeadStatus::VARIANTS), data)
    }

    /// Returns the subject of a LigueLead message or call, which has no id of its own.
    fn liguelead_subject(&self) -> Option<String> {
        let parts = json!([self.source(Vendor::LigueLead), ["app", self.id?, "+15550100000"]]);
        Some(Uuid::new_v5(&Event::ID_NAMESPACE, parts.to_string().as_bytes()).to_string())
    }

    /// Builds an event without a lifecycle. Its id may be that of a subject with a lifecycle.
    fn without_lifecycle(&self) -> Event {
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
        let events = [
            Event::Inbound(Inbound::new(source(Vendor::LimeCall), time(), inbound)),
            Event::Voicemail(Voicemail::new(source(Vendor::LimeCall), time(), voicemail)),
            Event::Reply(Reply::new(source(Vendor::LeadNest), time(), reply)),
            Event::Campaign(Campaign::new(source(Vendor::Leadterra), time(), CampaignChange::Started, campaign)),
            Event::Contact(Contact::new(source(Vendor::LeadNest), time(), ContactChange::Unsubscribed, contact)),
            Event::Unknown(Unknown::new(source(Vendor::LimeCall), Some(time()), unknown)),
        ];
        self.choice.get(&events).clone()
    }

    /// Builds an event of one of seven kinds.
    fn build(&self, kind: usize) -> EventAndSubject {
        let subject = self.id.map(str::to_owned);
        match kind {
            0 => (Event::Message(self.message(Vendor::LeadNest)), subject),
            1 => (Event::Message(self.message(Vendor::LimeCall)), subject),
            2 => (Event::Call(self.call(Vendor::LimeCall)), subject),
            3 => (Event::Lead(self.lead()), subject),
            4 => {
                let mut message = self.message(Vendor::LigueLead);
                (message.data.app_id, message.data.campaign_id) = (Some("app".parse().unwrap()), self.id());
                message.data.to = Some("+15550100000".into());
                (Event::Message(message), self.liguelead_subject())
            }
            5 => {
                let mut call = self.call(Vendor::LigueLead);
                (call.data.app_id, call.data.campaign_id) = (Some("app".parse().unwrap()), self.id());
                call.data.to = Some("+15550100000".into());
                (Event::Call(call), self.liguelead_subject())
            }
            _ => (self.without_lifecycle(), None),
        }
    }
}

fn built_events() -> impl Strategy<Value = EventAndSubject> {
    let account = select(&[None, Some("brazil"), Some("a.b-c_d~e")][..]);
    let id = select(&[Some("7"), Some("7"), Some("007"), None][..]);
    let is_documented = proptest::bool::weighted(0.8);
    (account, id, timestamps(), undocumented_statuses(), any::<Index>(), is_documented, 0..7_usize).prop_map(
        |(account, id, time, vendor_status, choice, is_documented, kind)| {
            Parts { account, id, time, vendor_status, choice, is_documented }.build(kind)
        },
    )
}

/// Generates events, half of them with the same id.
fn generated_events() -> impl Strategy<Value = EventAndSubject> {
    (any::<Event>(), any::<bool>()).prop_map(|(mut event, has_same_id)| {
        let id = has_same_id.then(|| "7".parse::<Id>().unwrap());
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
fn assert_key_round_trips(event: &Event) {
    let back = Event::from_json(serde_json::to_string(event).unwrap().as_bytes()).unwrap();
    assert_eq!(back.subject_key(), event.subject_key());
    let json = serde_json::to_string(&event.subject_key()).unwrap();
    assert_eq!(serde_json::from_str::<Option<SubjectKey>>(&json).unwrap(), event.subject_key());
    let key = event.subject_key().map(|key| (key.source, key.subject));
    assert_eq!(key, event.subject().map(|subject| (event.source().clone(), subject.into())));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn built_events_fold_to_the_same_in_every_order_and_in_parts(events in streams(built_events())) {
        assert_folds(&events);
    }

    #[test]
    fn generated_events_fold_to_the_same_in_every_order_and_in_parts(events in streams(generated_events())) {
        assert_folds(&events);
    }

    #[test]
    fn subject_keys_read_back_equal((built, _) in built_events(), (generated, _) in generated_events()) {
        assert_key_round_trips(&built);
        assert_key_round_trips(&generated);
    }
}
