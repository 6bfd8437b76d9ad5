//! Opt-outs, opt-ins and automatic replies.

use super::{Classification, ContactChange, Event, EventKind, MessageStatus};

impl Event {
    /// The words that, as the whole text of a reply or an inbound message, are an opt-out. They are in lower case.
    ///
    /// They are the English words of the law of the United States, and English, Portuguese and Spanish words that a
    /// regulator, a consumer association or a messaging provider documents. The source has the page of each.
    ///
    /// A word that is an ordinary answer is not among them, even if a provider documents it: `NO` and `NÃO` answer a
    /// question, `ALTO` and `ALTA` mean high, `FIN` and `FIM` can end a chat. `END` and `CANCEL` can be such answers too,
    /// but the law names them, and a missed opt-out costs more than a needless one.
    pub const OPT_OUT_WORDS: &[&str] = &[
        // 47 CFR 64.1200(a)(10): https://www.govinfo.gov/content/pkg/FR-2024-03-05/html/2024-04587.htm
        "stop",
        "quit",
        "end",
        "revoke",
        "opt out",
        "cancel",
        "unsubscribe",
        // Amazon: https://docs.aws.amazon.com/sms-voice/latest/userguide/keywords-required.html
        "opt-out",
        "optout",
        "remove",
        // Telnyx: https://developers.telnyx.com/docs/messaging/messages/advanced-opt-in-out
        "stopall",
        "stop all",
        // Portuguese. Anatel, the regulator of Brazil, as reported by
        // https://link.estadao.com.br/noticias/geral,publicidade-via-sms-podera-ser-bloqueada,10000035375
        "sair",
        // Sinch:
        // https://docs-pt.sinch.com/documentacao-tecnica-whatsapp/documentacao-tecnica-whatsapp/desativacao-do-whatsapp
        "parar",
        // Sent: https://www.sent.dm/resources/brazil-sms-guide
        "pare",
        // Portuguese and Spanish. The regulator of Colombia (see "salir"), and for Portugal DECO:
        // https://www.deco.proteste.pt/casa-energia/tarifarios-tv-net-telefone/noticias/como-cancelar-servicos-valor-acrescentado-telemovel-net-movel
        "cancelar",
        // Portuguese. Aivo:
        // https://helpaivopt.aivohelp.com/article/gestao-de-opt-out-para-sms-e-whatsapp-no-engage/806214
        "remover",
        "descadastrar",
        // Spanish. The code of conduct for premium SMS of Spain (BOE-A-2009-12439), as reported by
        // https://www.elperiodicoextremadura.com/noticias/economia/vigor-norma-sms-sorteos-descargas_478630.html
        "baja",
        // CRC, the regulator of Colombia, as reported by
        // https://www.jujuyaldia.com.ar/2023/09/24/como-evitar-recibir-mensajes-de-texto-comerciales-o-publicitarios/
        "salir",
        // Sinch, the page of "parar".
        "detener",
        // Aivo: https://helpaivoes.aivohelp.com/search/gestion-de-opt-out-para-sms-y-whatsapp-en-engage
        "desuscribir",
    ];

    /// The words that, as the whole text of a reply or an inbound message, are an opt-in. They are in lower case.
    ///
    /// This list is stricter than [`OPT_OUT_WORDS`](Self::OPT_OUT_WORDS), because a wrong opt-in sends messages to
    /// a recipient that opted out. Some providers also take `YES`, `CONTINUE`, `RESUME` and `BEGIN`, but these answer
    /// other questions too, as do `SIM` and `SÍ`. Sinch takes `#VOLTAR` and `#VOLVER`, but without the `#` they are the
    /// back command of many menus. `ALTA` means high, and in Uruguay it asks the [register of unwanted calls and
    /// messages][register] for no advertising.
    ///
    /// [register]: https://www.elpais.com.uy/informacion/sociedad/llame-hoy-abre-registro-evitar-llamados-mensajes-molestos.html
    pub const OPT_IN_WORDS: &[&str] = &[
        // Telnyx: https://developers.telnyx.com/docs/messaging/messages/advanced-opt-in-out
        "start",
        "unstop",
        // Adobe:
        // https://experienceleague.adobe.com/en/docs/journey-optimizer/using/channels/sms/configure-sms/sms-configuration-sinch
        "subscribe",
        // Portuguese and Spanish. Aivo:
        // https://helpaivopt.aivohelp.com/article/gestao-de-opt-out-para-sms-e-whatsapp-no-engage/806214
        "iniciar",
        // Portuguese. The same page.
        // Spanish. Aivo: https://helpaivoes.aivohelp.com/search/gestion-de-opt-out-para-sms-y-whatsapp-en-engage
        "suscribir",
    ];

    /// Returns true if the recipient asks for no more messages.
    ///
    /// This is the case for
    ///
    /// - a contact that unsubscribed;
    /// - a reply that the vendor classifies as `unsubscribe`;
    /// - a spam complaint;
    /// - a reply or an inbound message whose whole text is one of [`OPT_OUT_WORDS`](Self::OPT_OUT_WORDS), such as
    ///   `STOP`, `SAIR` or `BAJA`. Case, and blanks, punctuation and emoji around the word do not matter. Accents do: in
    ///   Spanish, `PARÉ` is not `PARE`.
    ///
    /// It does not find opt-outs that use other words. The law lets people choose their own words, so check the texts
    /// too.
    ///
    /// ```
    /// use leadhook::{Vendor, normalize};
    ///
    /// let body = br#"{"event":"sms_received","message_content":" Sair!","timestamp":"2025-01-30T15:10:00Z"}"#;
    /// assert!(normalize(Vendor::LimeCall, body)?.is_opt_out());
    ///
    /// let body = br#"{"event":"sms_received","message_content":"Vou sair agora","timestamp":"2025-01-30T15:10:00Z"}"#;
    /// assert!(!normalize(Vendor::LimeCall, body)?.is_opt_out());
    /// # Ok::<(), leadhook::Error>(())
    /// ```
    #[must_use]
    pub fn is_opt_out(&self) -> bool {
        match &self.kind {
            EventKind::Contact(contact) => contact.change == ContactChange::Unsubscribed,
            EventKind::Reply(reply) => {
                reply
                    .classification
                    .as_ref()
                    .is_some_and(|classification| *classification == Classification::Unsubscribe)
                    || self.says_one_of(Self::OPT_OUT_WORDS)
            }
            EventKind::InboundMessage(_) => self.says_one_of(Self::OPT_OUT_WORDS),
            EventKind::Message(message) => message.status == MessageStatus::Complained,
            EventKind::Call(_)
            | EventKind::Voicemail(_)
            | EventKind::Lead(_)
            | EventKind::Campaign(_)
            | EventKind::Unknown(_) => false,
        }
    }

    /// Returns true if the recipient asks for messages, usually after an opt-out.
    ///
    /// This is the case for a reply or an inbound message whose whole text is one of
    /// [`OPT_IN_WORDS`](Self::OPT_IN_WORDS), such as `START` or `INICIAR`, compared as [`is_opt_out`](Self::is_opt_out)
    /// compares. An opt-out is never an opt-in: a reply that the vendor classifies as `unsubscribe` is not one, whatever
    /// its text.
    ///
    /// ```
    /// use leadhook::{Vendor, normalize};
    ///
    /// let body = br#"{"event":"sms_received","message_content":"Start","timestamp":"2025-01-30T15:10:00Z"}"#;
    /// assert!(normalize(Vendor::LimeCall, body)?.is_opt_in());
    ///
    /// // It answers any question.
    /// let body = br#"{"event":"sms_received","message_content":"Yes","timestamp":"2025-01-30T15:10:00Z"}"#;
    /// assert!(!normalize(Vendor::LimeCall, body)?.is_opt_in());
    /// # Ok::<(), leadhook::Error>(())
    /// ```
    #[must_use]
    pub fn is_opt_in(&self) -> bool {
        self.says_one_of(Self::OPT_IN_WORDS) && !self.is_opt_out()
    }

    /// Returns true if the vendor classifies a reply as automatic: `out_of_office` or `bounce`.
    #[must_use]
    pub fn is_automated(&self) -> bool {
        match &self.kind {
            EventKind::Reply(reply) => reply.classification.as_ref().is_some_and(|classification| {
                *classification == Classification::OutOfOffice || *classification == Classification::Bounce
            }),
            EventKind::Message(_)
            | EventKind::InboundMessage(_)
            | EventKind::Call(_)
            | EventKind::Voicemail(_)
            | EventKind::Lead(_)
            | EventKind::Campaign(_)
            | EventKind::Contact(_)
            | EventKind::Unknown(_) => false,
        }
    }

    /// Returns true if the recipient's text is one of the words.
    fn says_one_of(&self, words: &[&str]) -> bool {
        let text = match &self.kind {
            EventKind::Reply(reply) => reply.text.as_ref(),
            EventKind::InboundMessage(message) => message.text.as_ref(),
            EventKind::Message(_)
            | EventKind::Call(_)
            | EventKind::Voicemail(_)
            | EventKind::Lead(_)
            | EventKind::Campaign(_)
            | EventKind::Contact(_)
            | EventKind::Unknown(_) => None,
        };
        text.is_some_and(|text| words.contains(&bare(text.as_str()).as_str()))
    }
}

/// Returns the text in lower case, with single spaces, without what surrounds its letters and digits.
fn bare(text: &str) -> String {
    // An accent in a character of its own is part of the last letter: it must not be trimmed.
    let surrounds = |c: char| !c.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(&c);
    let words = text.trim_matches(surrounds).split_whitespace().collect::<Vec<_>>();
    words.join(" ").to_lowercase()
}
