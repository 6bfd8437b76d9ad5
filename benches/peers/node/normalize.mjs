// Converts webhooks to unified events, one per line, as a service on Node would do it with ajv.
//
// node normalize.mjs FILE

import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, readFileSync } from 'node:fs';
import { isUtf8 } from 'node:buffer';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const VENDORS = ['liguelead', 'leadterra', 'leadnest', 'limecall', 'leadsail'];
const NAMESPACE = Buffer.from('8343f61fab155d01a6d5508f067abf2a', 'hex');

// --- validation ------------------------------------------------------------------------------------------------------

const ajv = new Ajv({ allowUnionTypes: true, strictTypes: false });
ajv.addVocabulary(['x-evidence', 'x-expected', 'x-open']);
addFormats(ajv, ['date']);
const isDate = ajv.formats.date.validate;
// That of ajv-formats also accepts a space instead of the T, and offsets without minutes.
ajv.addFormat('date-time', (text) => toUtc(text) !== undefined);

/** The validator of each documented event, for its definition in the vendor's schema. */
const VALIDATORS = new Map();
for (const vendor of VENDORS) {
  const schema = JSON.parse(readFileSync(new URL(`../../../schemas/${vendor}.schema.json`, import.meta.url)));
  ajv.addSchema(schema);
  for (const { if: condition, then } of schema.allOf) {
    VALIDATORS.set(condition.properties.event.const, ajv.compile({ $ref: schema.$id + then.$ref }));
  }
}

const TIMESTAMP =
  /^(\d{4}-\d\d-\d\d)[Tt]((?:[01]\d|2[0-3]):[0-5]\d:)([0-5]\d|60)(?:\.(\d+))?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * Returns one text for all texts of the same timestamp: in UTC, with 0, 3, 6 or 9 digits. Undefined if the text is not
 * a timestamp.
 */
function toUtc(text) {
  const parts = TIMESTAMP.exec(text);
  if (parts === null || !isDate(parts[1])) return undefined;
  const [, date, time, second, fraction, sign, hours, minutes] = parts;
  let head = `${date}T${time}`;
  if (sign !== undefined) {
    const offset = (hours * 60 + +minutes) * (sign === '-' ? -60_000 : 60_000);
    head = new Date(Date.parse(`${head}00Z`) - offset).toISOString().slice(0, -7);
  }
  if (second === '60' && !head.endsWith('T23:59:')) return undefined;
  const digits = fraction === undefined ? '' : fraction.slice(0, 9).padEnd(9, '0').replace(/(?:000)+$/, '');
  return digits === '' ? `${head}${second}Z` : `${head}${second}.${digits}Z`;
}

// --- names -----------------------------------------------------------------------------------------------------------

/** Maps the vendor's documented members to those of an event. A member that is handled separately maps to null. */
const names = (object) => new Map(Object.entries(object));

const LIGUELEAD = names({ event: null, occurred_at: null, campaign: null, app_id: 'app_id' });
const VOICE = names({
  id: 'campaign_id', type: null, source: 'campaign_source', phone: 'to', credits_required: 'credits',
  sent_at: 'initiated_at', status: 'vendor_status',
});
const TEXT_MESSAGE = names({ ...Object.fromEntries(VOICE), message: 'text', is_flash: 'flash' });

const LEADTERRA = names({ event: null, timestamp: null, data: null, webhookId: 'webhook_id' });
const CAMPAIGN_STARTED = names({ campaignId: 'campaign_id' });
const MESSAGE_SENT = names({
  campaignId: 'campaign_id', lead: null, messageId: 'message_id', sequenceStep: 'sequence_step',
});
const MESSAGE_BOUNCED = names({
  campaignId: 'campaign_id', lead: null, messageId: 'message_id', bounceType: 'bounce_type',
  bounceReason: 'bounce_reason',
});
const REPLY_RECEIVED = names({ campaignId: 'campaign_id', lead: null, reply: null });
const REPLY = names({ id: 'reply_id', classification: 'classification', receivedAt: null, threadSnippet: 'text' });
const PERSON = names({
  email: null, firstName: 'first_name', lastName: 'last_name', company: 'company', jobTitle: 'job_title',
});

const LEADNEST = names({ event: null, timestamp: null, data: null });
const EMAIL = names({
  message_id: 'message_id', campaign_id: 'campaign_id', email: 'email', opened_at: 'opened_at', url: 'url',
  user_agent: 'user_agent', ip_address: 'ip_address',
});
const SMS = names({ message_id: 'message_id', campaign_id: 'campaign_id', to: 'to', from: 'from', message: 'text' });
const WHATSAPP = names({
  message_id: 'message_id', campaign_id: 'campaign_id', to: 'to', message: 'text', template: 'template',
  language: 'language',
});
const SUBSCRIBER = names({ email: 'email', phone: 'phone', first_name: null, tags: 'tags' });

const CALL = names({
  event: null, timestamp: null, call_id: 'call_id', caller_number: 'from', callee_number: 'to', team_id: 'team_id',
  status: 'vendor_status',
});
const VOICEMAIL = names({
  event: null, timestamp: null, call_id: 'call_id', caller_number: 'from', callee_number: 'to', team_id: 'team_id',
  voicemail_url: 'url',
});
const CALL_SMS = names({
  event: null, timestamp: null, message_id: 'message_id', sender_number: 'from', receiver_number: 'to',
  message_content: 'text',
});

const LEADSAIL = names({
  event: null, timestamp: null, data: null, leadId: 'lead_id', submissionId: 'submission_id',
  campaignId: 'campaign_id', status: 'vendor_status',
});
const LEAD = names({ firstName: null, lastName: null, email: 'email', phone: 'phone' });

const SMS_TYPES = names({
  sent: 'message.sent', delivered: 'message.delivered', undelivered: 'message.undelivered', failed: 'message.failed',
  invalid_number: 'message.failed',
});
const RCS_TYPES = names({
  queued: 'message.queued', sent: 'message.sent', delivered: 'message.delivered', read: 'message.read',
  failed: 'message.failed', undelivered: 'message.undelivered',
});
const VOICE_TYPES = names({
  answered: 'call.answered', no_answer: 'call.no_answer', failed: 'call.failed', invalid_number: 'call.failed',
});
const CALL_STATUSES = new Set(['ringing', 'answered', 'completed', 'missed', 'no_answer', 'busy', 'failed']);

/** Copies the documented members into `data`, and returns the undocumented members, if there are any. */
function convert(object, documented, data) {
  let undocumented;
  for (const name in object) {
    const renamed = documented.get(name);
    const value = object[name];
    if (renamed === undefined) (undocumented ??= Object.create(null))[name] = value;
    else if (renamed !== null && value !== null) data[renamed] = value;
  }
  return undocumented;
}

/** Returns an inner object, which is empty if the member is absent or null. */
function innerObject(object, name) {
  const inner = object[name] ?? {};
  if (typeof inner !== 'object' || Array.isArray(inner)) throw new Error(`${name} is not an object`);
  return inner;
}

/** The documented members that are timestamps. */
const TIMES = new Set(['occurred_at', 'timestamp', 'sent_at', 'opened_at', 'receivedAt']);

/**
 * Returns one form for equal bodies: names sorted, documented timestamps in UTC, documented members that are null left
 * out. `inner` has the documented members of the inner objects.
 */
function canonical(object, documented, inner) {
  const sorted = Object.create(null);
  for (const name of Object.keys(object).sort()) {
    const value = object[name];
    if (!documented.has(name)) sorted[name] = sort(value);
    else if (value === null) continue;
    else if (name in inner) sorted[name] = canonical(value, inner[name], inner);
    else if (TIMES.has(name)) sorted[name] = toUtc(value) ?? value;
    else sorted[name] = value;
  }
  return sorted;
}

/** Returns a value with sorted names. */
function sort(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sort);
  const sorted = Object.create(null);
  for (const name of Object.keys(value).sort()) sorted[name] = sort(value[name]);
  return sorted;
}

/** Returns the text of an id that was sent as a number. */
function idText(id) {
  return typeof id === 'number' ? String(id) : id;
}

/** Adds the undocumented members of an inner object, under its name. */
function nest(undocumented, name, inner) {
  if (inner !== undefined) (undocumented ??= Object.create(null))[name] = inner;
  return undocumented;
}

// --- events ----------------------------------------------------------------------------------------------------------

/** Converts a valid webhook to the unified event. */
function normalize(body) {
  switch (body.event) {
    case 'campaign.status': return campaignStatus(body);
    case 'campaign.started': case 'message.sent': case 'message.bounced': case 'reply.received': return leadterra(body);
    case 'email.sent': return email(body, 'message.sent');
    case 'email.delivered': return email(body, 'message.delivered');
    case 'email.opened': return email(body, 'message.opened');
    case 'email.clicked': return email(body, 'message.clicked');
    case 'email.bounced': return email(body, 'message.bounced');
    case 'email.spam': return email(body, 'message.complained');
    case 'email.unsubscribed': return contact(body, 'contact.unsubscribed', EMAIL, 'email');
    case 'sms.sent': return message(body, 'message.sent', SMS, 'sms');
    case 'sms.delivered': return message(body, 'message.delivered', SMS, 'sms');
    case 'sms.failed': return message(body, 'message.failed', SMS, 'sms');
    case 'sms.replied': return message(body, 'reply.received', SMS, 'sms');
    case 'whatsapp.sent': return message(body, 'message.sent', WHATSAPP, 'whatsapp');
    case 'whatsapp.delivered': return message(body, 'message.delivered', WHATSAPP, 'whatsapp');
    case 'whatsapp.read': return message(body, 'message.read', WHATSAPP, 'whatsapp');
    case 'whatsapp.replied': return message(body, 'reply.received', WHATSAPP, 'whatsapp');
    case 'subscriber.created': return contact(body, 'contact.created', SUBSCRIBER);
    case 'subscriber.updated': return contact(body, 'contact.updated', SUBSCRIBER);
    case 'subscriber.deleted': return contact(body, 'contact.deleted', SUBSCRIBER);
    case 'missed_call': return call(body, 'call.missed');
    case 'incoming_call': return call(body, 'call.ringing');
    case 'call_completed': return call(body, 'call.completed');
    case 'call_status_update': return call(body, CALL_STATUSES.has(body.status) ? `call.${body.status}` : 'call.other');
    case 'voicemail_received': return voicemail(body);
    case 'sms_received': return callSms(body, 'message.received');
    case 'sms_sent': return callSms(body, 'message.sent');
    case 'lead.queued': return lead(body, 'lead.queued');
    case 'lead.first_submission_action': return lead(body, 'lead.action_required');
    case 'lead.delivered': return lead(body, 'lead.delivered');
    case 'lead.disqualified': return lead(body, 'lead.disqualified');
    case 'lead.failed': return lead(body, 'lead.failed');
    case 'lead.processed': return lead(body, 'lead.processed');
  }
}

function campaignStatus(body) {
  const { campaign, occurred_at: time } = body;
  const { type: channel, status } = campaign;
  const data = { vendor_event: body.event };
  let type;
  switch (channel) {
    case 'sms': type = SMS_TYPES.get(status) ?? 'message.other'; break;
    case 'rcs': type = RCS_TYPES.get(status) ?? 'message.other'; break;
    case 'voice': type = VOICE_TYPES.get(status) ?? 'call.other'; break;
    default:
      data.extra = body;
      return event('liguelead', 'unknown', toUtc(time) && time, data, () => sort(body));
  }
  if (channel !== 'voice') data.channel = channel;
  if (status === 'invalid_number' && channel !== 'rcs') data.reason = status;
  const undocumented = convert(body, LIGUELEAD, data);
  const documented = channel === 'voice' ? VOICE : TEXT_MESSAGE;
  data.extra = nest(undocumented, 'campaign', convert(campaign, documented, data));
  const whole = () => canonical(body, LIGUELEAD, { campaign: documented });
  if (!data.campaign_id || !data.to) return event('liguelead', type, time, data, whole);
  const subject = [data.app_id ?? null, data.campaign_id, data.to];
  return event('liguelead', type, time, data, whole, subject, [channel, status, toUtc(time)]);
}

function leadterra(body) {
  const inner = innerObject(body, 'data');
  let time = body.timestamp;
  const data = { vendor_event: body.event };
  const undocumented = convert(body, LEADTERRA, data);
  const person = {};
  const lead = innerObject(inner, 'lead');
  const leadExtra = convert(lead, PERSON, person);
  const email = lead.email ?? undefined;
  const known = Object.keys(person).length > 0 ? person : undefined;
  switch (body.event) {
    case 'campaign.started': {
      data.extra = nest(undocumented, 'data', convert(inner, CAMPAIGN_STARTED, data));
      const whole = () => canonical(body, LEADTERRA, { data: CAMPAIGN_STARTED });
      return event('leadterra', 'campaign.started', time, data, whole, data.campaign_id, [toUtc(time)]);
    }
    case 'reply.received': {
      Object.assign(data, { channel: 'email', email, person: known });
      const reply = innerObject(inner, 'reply');
      if (reply.receivedAt != null) {
        data.reported_at = time;
        time = reply.receivedAt;
      }
      const dataExtra = nest(convert(inner, REPLY_RECEIVED, data), 'lead', leadExtra);
      data.extra = nest(undocumented, 'data', nest(dataExtra, 'reply', convert(reply, REPLY, data)));
      const whole = () => canonical(body, LEADTERRA, { data: REPLY_RECEIVED, lead: PERSON, reply: REPLY });
      return event('leadterra', 'reply.received', time, data, whole, data.reply_id, []);
    }
    default: {
      Object.assign(data, { channel: 'email', email, person: known });
      const documented = body.event === 'message.sent' ? MESSAGE_SENT : MESSAGE_BOUNCED;
      data.extra = nest(undocumented, 'data', nest(convert(inner, documented, data), 'lead', leadExtra));
      const whole = () => canonical(body, LEADTERRA, { data: documented, lead: PERSON });
      return event('leadterra', body.event, time, data, whole, data.message_id, []);
    }
  }
}

function email(body, type) {
  const { timestamp: time } = body;
  const data = { vendor_event: body.event, channel: 'email' };
  data.extra = nest(convert(body, LEADNEST, data), 'data', convert(innerObject(body, 'data'), EMAIL, data));
  const whole = () => canonical(body, LEADNEST, { data: EMAIL });
  if (type !== 'message.clicked') return event('leadnest', type, time, data, whole, data.message_id, [toUtc(time)]);
  return event('leadnest', type, time, data, whole, data.message_id, data.url ? [toUtc(time), data.url] : undefined);
}

function message(body, type, documented, channel) {
  const { timestamp: time } = body;
  const data = { vendor_event: body.event, channel };
  data.extra = nest(convert(body, LEADNEST, data), 'data', convert(innerObject(body, 'data'), documented, data));
  const whole = () => canonical(body, LEADNEST, { data: documented });
  return event('leadnest', type, time, data, whole, data.message_id, [toUtc(time)]);
}

function contact(body, type, documented, channel) {
  const { timestamp: time } = body;
  const data = { vendor_event: body.event, channel };
  const first_name = channel === undefined ? body.data?.first_name : undefined;
  if (first_name != null) data.person = { first_name };
  data.extra = nest(convert(body, LEADNEST, data), 'data', convert(innerObject(body, 'data'), documented, data));
  const address = data.email ? [data.email, null] : data.phone ? [null, data.phone] : undefined;
  const whole = () => canonical(body, LEADNEST, { data: documented });
  return event('leadnest', type, time, data, whole, address ?? data.message_id, [toUtc(time)]);
}

function call(body, type) {
  const { timestamp: time } = body;
  const data = { vendor_event: body.event };
  data.extra = convert(body, CALL, data);
  data.call_id = idText(data.call_id);
  const whole = () => canonical(body, CALL, {});
  return event('limecall', type, time, data, whole, data.call_id, [data.vendor_status ?? null, toUtc(time)]);
}

function voicemail(body) {
  const { timestamp: time } = body;
  const data = { vendor_event: body.event };
  data.extra = convert(body, VOICEMAIL, data);
  data.call_id = idText(data.call_id);
  const whole = () => canonical(body, VOICEMAIL, {});
  return event('limecall', 'voicemail.received', time, data, whole, data.call_id, [toUtc(time)]);
}

function callSms(body, type) {
  const { timestamp: time } = body;
  const data = { vendor_event: body.event, channel: 'sms' };
  data.extra = convert(body, CALL_SMS, data);
  data.message_id = idText(data.message_id);
  const whole = () => canonical(body, CALL_SMS, {});
  return event('limecall', type, time, data, whole, data.message_id, [toUtc(time)]);
}

function lead(body, type) {
  const { timestamp: time } = body;
  const inner = innerObject(body, 'data');
  const data = { vendor_event: body.event };
  const first_name = inner.firstName ?? undefined;
  const last_name = inner.lastName ?? undefined;
  if (first_name !== undefined || last_name !== undefined) data.person = { first_name, last_name };
  data.extra = nest(convert(body, LEADSAIL, data), 'data', convert(inner, LEAD, data));
  const whole = () => canonical(body, LEADSAIL, { data: LEAD });
  return event('leadsail', type, time, data, whole, data.submission_id, [data.vendor_status ?? null, toUtc(time)]);
}

/**
 * Returns the CloudEvents document. The subject is the vendor's id, or an array of the values that identify it
 * together. `keyParts` are the other parts of the event's key. If either is missing, the key is the body that `whole`
 * returns.
 */
function event(source, type, time, data, whole, subject, keyParts) {
  const key =
    subject === undefined || keyParts === undefined
      ? [source, data.vendor_event, whole()]
      : [source, data.vendor_event, subject, keyParts];
  return {
    specversion: '1.0',
    type,
    source,
    id: uuid(key),
    time,
    subject: subject === undefined ? undefined : subjectAttribute(source, subject),
    dataschema: 'urn:leadhook:schema:event:1',
    data,
  };
}

/** Returns the subject, or its UUID if it is an address or has characters that CloudEvents forbids. */
function subjectAttribute(source, subject) {
  if (typeof subject !== 'string') return uuid([source, subject]);
  const isAddress = subject.includes('@') || subject.trimStart().startsWith('+');
  return isAddress || /[\p{Cc}\p{NChar}]/u.test(subject) ? uuid([source, [subject]]) : subject;
}

/** Returns the UUID (version 5) of a key. */
function uuid(key) {
  const hex = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(JSON.stringify(key))]), 'hex');
  const variant = '89ab'[parseInt(hex[16], 16) & 3];
  const time = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}`;
  return `${time}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

// --- the program -----------------------------------------------------------------------------------------------------

/** Returns the JSON of the event, or throws an error that says why the webhook is refused. */
function line(text) {
  const body = JSON.parse(text);
  const validate = VALIDATORS.get(body?.event);
  if (validate === undefined) throw new Error('no vendor documents an event of this name');
  if (!validate(body)) throw new Error(ajv.errorsText(validate.errors));
  return JSON.stringify(normalize(body));
}

let number = 0;
let refused = 0;

/** Converts a piece of the file that consists of whole lines. */
function events(piece) {
  const isAllUtf8 = isUtf8(piece);
  let out = '';
  for (let start = 0, end; (end = piece.indexOf(10, start)) !== -1; start = end + 1) {
    number += 1;
    try {
      if (!isAllUtf8 && !isUtf8(piece.subarray(start, end))) throw new Error('not UTF-8');
      out += `${line(piece.toString('utf8', start, end))}\n`;
    } catch (error) {
      refused += 1;
      console.error(`${number}: ${error.message}`);
    }
  }
  return out;
}

async function write(text) {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

let rest = Buffer.alloc(0);
for await (const chunk of createReadStream(process.argv[2], { highWaterMark: 1 << 18 })) {
  const end = chunk.lastIndexOf(10) + 1;
  if (end > 0) await write(events(Buffer.concat([rest, chunk.subarray(0, end)])));
  rest = end > 0 ? chunk.subarray(end) : Buffer.concat([rest, chunk]);
}
if (rest.length > 0) await write(events(Buffer.concat([rest, Buffer.from('\n')])));
process.exitCode = refused > 0 ? 1 : 0;
