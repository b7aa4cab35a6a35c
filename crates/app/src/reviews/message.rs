//! Minutes as a message: an RFC 5322 file that mail programs open as a draft, and a `mailto:` link.

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{Instant, User};
use jiff::tz::TimeZone;

use super::{ReviewRecord, subjects::Subjects};

/// Somebody's address with their name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mailbox {
    pub(super) name: String,
    pub(super) address: String,
}

/// A message with a text.
pub(super) struct Message {
    /// Unique part of its id.
    pub(super) id: String,
    pub(super) from: Option<Mailbox>,
    pub(super) to: Vec<Mailbox>,
    pub(super) subject: String,
    pub(super) sent_at: Instant,
    pub(super) zone: TimeZone,
    pub(super) text: String,
}

/// Bytes of text in one encoded word: its Base64, its frame and a header's name stay within a line.
const WORD_BYTES: usize = 39;
/// Most characters of a mailbox on one line.
const MAILBOX_CHARS: usize = 66;
/// Bytes that one line of a Base64 body encodes: 76 characters.
const LINE_BYTES: usize = 57;
/// Most characters of a `mailto:` link that mail programs take without cutting.
const LINK_CHARS: usize = 1_900;

impl Mailbox {
    /// A person's mailbox, when they have an address that may stand in a header as it is.
    pub(super) fn of(user: &User) -> Option<Self> {
        let address = user.email.clone().filter(|address| is_plain(address))?;
        Some(Self {
            name: user.name.clone(),
            address,
        })
    }
}

impl fmt::Display for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = encoded(&self.name);
        let is_long = name.len() + self.address.len() > MAILBOX_CHARS;
        let gap = if is_long { "\r\n " } else { " " };
        write!(f, "{name}{gap}<{}>", self.address)
    }
}

/// An ASCII dot-atom on both sides of one `@`: nothing that a header would read as something else.
fn is_plain(address: &str) -> bool {
    let atom = |part: &str| {
        let is_atext = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
        !part.is_empty() && part.chars().all(is_atext)
    };
    address
        .split_once('@')
        .is_some_and(|(local, host)| atom(local) && atom(host))
}

/// Everybody whose deals were talked about, except the chair, who sends it.
pub(super) fn recipients(record: &ReviewRecord, subjects: &Subjects) -> Vec<Mailbox> {
    let review = &record.summary.review;
    let owners = record
        .entries
        .iter()
        .filter_map(|entry| entry.deal.deal.owner_id);
    let mut ids: Vec<_> = review.person_id.into_iter().chain(owners).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.retain(|id| *id != review.chair_id);
    let people = ids.iter().filter_map(|id| subjects.users.get(id));
    let mut people: Vec<_> = people
        .filter(|user| user.is_active)
        .filter_map(Mailbox::of)
        .collect();
    people.sort_by(|a, b| a.address.cmp(&b.address));
    people
}

/// A link that opens the mail program with the text, cut where links become too long.
pub(super) fn mail_link(to: &[Mailbox], subject: &str, text: &str, shortened: &str) -> String {
    let addresses: Vec<String> = to.iter().map(|one| escaped(&one.address)).collect();
    let head = format!(
        "mailto:{}?subject={}&body=",
        addresses.join(","),
        escaped(subject)
    );
    let lines = text.replace("\r\n", "\n").replace('\n', "\r\n");
    let whole = escaped(&lines);
    if head.len() + whole.len() <= LINK_CHARS {
        return head + &whole;
    }
    let end = escaped(&format!("…\r\n\r\n{shortened}"));
    let room = LINK_CHARS.saturating_sub(head.len() + end.len());
    let mut body = String::new();
    for c in lines.chars() {
        let piece = escaped(c.encode_utf8(&mut [0; 4]));
        if body.len() + piece.len() > room {
            break;
        }
        body.push_str(&piece);
    }
    head + &body + &end
}

/// Percent-encoded, everything but what RFC 3986 leaves unreserved.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A header's text: as it is when it is plain ASCII words, else in encoded words (RFC 2047), one a line. Line ends and
/// other control characters are no part of it.
fn encoded(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let text = text.trim();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
    if text.len() <= WORD_BYTES && text.chars().all(is_plain) {
        return text.to_owned();
    }
    let mut words = vec![String::new()];
    for c in text.chars() {
        match words.last_mut() {
            Some(word) if word.len() + c.len_utf8() <= WORD_BYTES => word.push(c),
            _ => words.push(c.to_string()),
        }
    }
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("=?UTF-8?B?{}?=", STANDARD.encode(word)))
        .collect();
    words.join("\r\n ")
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self
            .from
            .as_ref()
            .and_then(|from| from.address.split_once('@'));
        let host = host.map_or("proofline.invalid", |(_, host)| host);
        let sent_at = self.sent_at.to_timestamp().to_zoned(self.zone.clone());
        let date = jiff::fmt::rfc2822::to_string(&sent_at).map_err(|_| fmt::Error)?;
        if let Some(from) = &self.from {
            write!(f, "From: {from}\r\n")?;
        }
        if !self.to.is_empty() {
            let to: Vec<String> = self.to.iter().map(ToString::to_string).collect();
            write!(f, "To: {}\r\n", to.join(",\r\n "))?;
        }
        write!(f, "Subject: {}\r\n", encoded(&self.subject))?;
        write!(
            f,
            "Date: {date}\r\nMessage-ID: <review-{}@{host}>\r\n",
            self.id
        )?;
        // Mail programs that know it open the file as a draft of the reader's.
        f.write_str("X-Unsent: 1\r\nMIME-Version: 1.0\r\n")?;
        f.write_str(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        )?;
        let text = self.text.replace("\r\n", "\n").replace('\n', "\r\n");
        for line in text.as_bytes().chunks(LINE_BYTES) {
            write!(f, "{}\r\n", STANDARD.encode(line))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailbox(name: &str, address: &str) -> Mailbox {
        Mailbox {
            name: name.to_owned(),
            address: address.to_owned(),
        }
    }

    fn message() -> Message {
        Message {
            id: "0197".to_owned(),
            from: Some(mailbox("김민수", "kim@hanbit.example")),
            to: vec![
                mailbox(
                    "Dana \"Ace\" Park\r\nBcc: all@hanbit.example",
                    "dana@hanbit.example",
                ),
                mailbox("Lee", "lee@hanbit.example"),
            ],
            subject:
                "주간 리뷰 2026-W47 · 아주 긴 이름을 가진 엔터프라이즈 영업 1팀과 그 아래 모든 팀"
                    .to_owned(),
            sent_at: Instant::from_micros(1_772_409_600_000_000),
            zone: domain::find_time_zone("Asia/Seoul").unwrap(),
            text: "# 주간 리뷰\n\n- 진행: 김민수\n".repeat(20),
        }
    }

    /// Headers by name, unfolded and with their encoded words read, and the decoded body.
    fn parsed(message: &str) -> (Vec<(String, String)>, String) {
        let (head, body) = message.split_once("\r\n\r\n").unwrap();
        let unfolded = head.replace("\r\n ", " ");
        let headers = unfolded.split("\r\n").map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_owned(), words_read(value))
        });
        let body = STANDARD.decode(body.replace("\r\n", "")).unwrap();
        (headers.collect(), String::from_utf8(body).unwrap())
    }

    fn words_read(value: &str) -> String {
        let mut read = String::new();
        let mut was_encoded = false;
        for word in value.split(' ') {
            let inner = word
                .strip_prefix("=?UTF-8?B?")
                .and_then(|rest| rest.strip_suffix("?="));
            // White space between two encoded words is not shown.
            if !(read.is_empty() || was_encoded && inner.is_some()) {
                read.push(' ');
            }
            was_encoded = inner.is_some();
            match inner {
                Some(inner) => {
                    read.push_str(&String::from_utf8(STANDARD.decode(inner).unwrap()).unwrap());
                }
                None => read.push_str(word),
            }
        }
        read
    }

    #[test]
    fn a_message_reads_back_with_every_line_short_and_ascii() {
        let message = message();
        let written = message.to_string();
        assert!(written.is_ascii());
        assert!(
            written.replace("\r\n", "").find(['\r', '\n']).is_none(),
            "lines end in CRLF"
        );
        assert!(written.split("\r\n").all(|line| line.len() <= 78));
        let (headers, body) = parsed(&written);
        let header = |name: &str| {
            let found: Vec<_> = headers.iter().filter(|(known, _)| known == name).collect();
            assert_eq!(found.len(), 1, "{name}");
            found[0].1.clone()
        };
        assert_eq!(header("From"), "김민수 <kim@hanbit.example>");
        assert_eq!(header("Subject"), message.subject);
        assert_eq!(header("Date"), "Mon, 2 Mar 2026 09:00:00 +0900");
        assert_eq!(header("Message-ID"), "<review-0197@hanbit.example>");
        assert_eq!(body, message.text.replace('\n', "\r\n"));
    }

    #[test]
    fn a_name_cannot_add_a_header_and_an_odd_address_stays_out() {
        let (headers, _) = parsed(&message().to_string());
        assert!(headers.iter().all(|(name, _)| name != "Bcc"));
        let to = &headers.iter().find(|(name, _)| name == "To").unwrap().1;
        assert!(
            to.ends_with("<dana@hanbit.example>, Lee <lee@hanbit.example>"),
            "{to}"
        );
        for odd in [
            "a,b@hanbit.example",
            "a<b@hanbit.example",
            "김@hanbit.example",
            "a@b@c",
        ] {
            assert!(!is_plain(odd), "{odd}");
        }
        assert!(is_plain("min.su+crm@hanbit.example"));
    }

    #[test]
    fn a_link_is_cut_between_characters_and_says_so() {
        let to = [mailbox("Lee", "lee@hanbit.example")];
        let short = mail_link(&to, "주간 & 리뷰", "첫 줄\n둘째", "(cut)");
        assert_eq!(
            short,
            "mailto:lee%40hanbit.example?subject=%EC%A3%BC%EA%B0%84%20%26%20%EB%A6%AC%EB%B7%B0&body=\
             %EC%B2%AB%20%EC%A4%84%0D%0A%EB%91%98%EC%A7%B8"
        );
        let long = mail_link(&to, "x", &"가나다".repeat(500), "(cut)");
        assert!(long.len() <= LINK_CHARS && long.len() > LINK_CHARS - 10);
        assert!(long.ends_with("%28cut%29"));
        let body = long.split_once("&body=").unwrap().1;
        let bytes: Vec<u8> = body
            .split('%')
            .skip(1)
            .map(|hex| u8::from_str_radix(&hex[..2], 16).unwrap())
            .collect();
        assert!(std::str::from_utf8(&bytes).is_ok(), "no character is torn");
    }
}
