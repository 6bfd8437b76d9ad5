//! Opt-outs, opt-ins and automated replies. By law, you must not miss an opt-out.

use leadhook::{Event, Vendor, normalize};
use serde_json::{Value, json};

#[track_caller]
fn assert_flags(vendor: Vendor, body: &Value, opt_out: bool, automated: bool) {
    let event = normalize(vendor, body.to_string().as_bytes()).unwrap();
    assert_eq!((event.is_opt_out(), event.is_automated()), (opt_out, automated), "{body}");
}

#[test]
fn opt_outs_and_automated_replies_are_recognized() {
    let at = "2026-01-01T00:00:00Z";
    let reply = |classification: &str| {
        let data = json!({"reply": {"classification": classification}});
        json!({"event": "reply.received", "timestamp": at, "data": data})
    };
    assert_flags(Vendor::Leadterra, &reply("unsubscribe"), true, false);
    assert_flags(Vendor::Leadterra, &reply("bounce"), false, true);
    assert_flags(Vendor::Leadterra, &reply("out_of_office"), false, true);
    assert_flags(Vendor::Leadterra, &reply("interested"), false, false);
    assert_flags(Vendor::Leadterra, &reply("Unsubscribe"), false, false);
    let mail = |event: &str| json!({"event": event, "timestamp": at, "data": {}});
    assert_flags(Vendor::LeadNest, &mail("email.unsubscribed"), true, false);
    assert_flags(Vendor::LeadNest, &mail("email.spam"), true, false);
    assert_flags(Vendor::LeadNest, &mail("subscriber.deleted"), false, false);
    assert_flags(Vendor::LeadNest, &mail("email.opened"), false, false);
    let sms = |text: &str| json!({"event": "sms_received", "timestamp": at, "message_content": text});
    let whatsapp = json!({"event": "whatsapp.replied", "timestamp": at, "data": {"message": "Stop"}});
    assert_flags(Vendor::LeadNest, &whatsapp, true, false);
    for text in ["opt  out", "STOP", "stop!", " Unsubscribe. ", "opt out", "\"End\""] {
        assert_flags(Vendor::LimeCall, &sms(text), true, false);
    }
    for text in ["", "please do not stop", "stopped", "stop it now", "Hello"] {
        assert_flags(Vendor::LimeCall, &sms(text), false, false);
    }
}

/// Asserts what a text is, as an inbound message and as a reply.
#[track_caller]
fn assert_text(text: &str, opt_out: bool, opt_in: bool) {
    let at = "2026-01-01T00:00:00Z";
    let inbound = json!({"event": "sms_received", "timestamp": at, "message_content": text});
    let reply = json!({"event": "whatsapp.replied", "timestamp": at, "data": {"message": text}});
    for (vendor, body) in [(Vendor::LimeCall, inbound), (Vendor::LeadNest, reply)] {
        let event = normalize(vendor, body.to_string().as_bytes()).unwrap();
        assert_eq!((event.is_opt_out(), event.is_opt_in()), (opt_out, opt_in), "{body}");
    }
}

/// The words of both tables, with what each is.
fn words() -> impl Iterator<Item = (&'static str, bool)> {
    let opt_outs = Event::OPT_OUT_WORDS.iter().map(|word| (*word, true));
    opt_outs.chain(Event::OPT_IN_WORDS.iter().map(|word| (*word, false)))
}

#[test]
fn every_word_is_recognized_in_any_spelling() {
    for (word, opt_out) in words() {
        let (first, rest) = word.split_at(1);
        let spellings = [
            word.to_owned(),
            word.to_uppercase(),
            first.to_uppercase() + rest,
            first.to_owned() + &rest.to_uppercase(),
            format!("  {word}\r\n"),
            format!("\u{a0}\u{200b}{word}\u{3000}"),
            format!("{word}."),
            format!("{word} !!!"),
            format!("¡{word}!"),
            format!("\"{word}\""),
            format!("«{word}»"),
            format!("#{word}"),
            format!("{word} \u{1f64f}\u{1f3fd}"),
            word.replace(' ', " \t\n"),
        ];
        for text in spellings {
            assert_text(&text, opt_out, !opt_out);
        }
    }
}

#[test]
fn a_word_inside_a_longer_text_is_not_recognized() {
    for (word, _) in words() {
        for text in [
            format!("please {word} now"),
            format!("não vou {word}"),
            format!("{word}, por favor"),
            format!("{word}. {word}."),
            format!("{word}z"),
            format!("z{word}"),
            format!("{word}1"),
            // An accent makes another word, whether it is a character of its own or not.
            format!("{word}\u{301}"),
            format!("{word}é"),
        ] {
            assert_text(&text, false, false);
        }
    }
}

#[test]
fn ordinary_words_are_neither_opt_outs_nor_opt_ins() {
    for text in [
        "ALTO",
        "Alto!",
        "alta",
        "baixa",
        "para",
        "PARÉ",
        "no",
        "Não",
        "nao",
        "yes",
        "Sim",
        "si",
        "Sí",
        "ok",
        "fin",
        "fim",
        "voltar",
        "volver",
        "continue",
        "resume",
        "begin",
        "",
        " ",
        "!",
        "\u{301}",
        "\u{1f44d}",
    ] {
        assert_text(text, false, false);
    }
}

#[test]
fn the_tables_are_disjoint_and_have_the_words_of_each_language() {
    for (index, (word, _)) in words().enumerate() {
        assert!(words().skip(index + 1).all(|(other, _)| other != word), "{word} is listed twice");
    }
    for word in ["stop", "sair", "parar", "pare", "cancelar", "descadastrar", "baja", "salir"] {
        assert_text(word, true, false);
    }
    for word in ["start", "unstop", "iniciar"] {
        assert_text(word, false, true);
    }
}

#[test]
fn the_classification_of_the_vendor_precedes_an_opt_in_word() {
    let reply = |classification: &str| {
        let body = json!({
            "event": "reply.received",
            "timestamp": "2026-01-01T00:00:00Z",
            "data": {"reply": {"classification": classification, "threadSnippet": "Start"}},
        });
        normalize(Vendor::Leadterra, body.to_string().as_bytes()).unwrap()
    };
    assert!(reply("interested").is_opt_in());
    assert!(reply("unsubscribe").is_opt_out() && !reply("unsubscribe").is_opt_in());
}

#[test]
fn only_texts_are_opt_ins() {
    let at = "2026-01-01T00:00:00Z";
    for event in ["subscriber.created", "subscriber.updated", "email.unsubscribed", "email.clicked"] {
        let body = json!({"event": event, "timestamp": at, "data": {"message": "Start"}});
        assert!(!normalize(Vendor::LeadNest, body.to_string().as_bytes()).unwrap().is_opt_in(), "{event}");
    }
}
