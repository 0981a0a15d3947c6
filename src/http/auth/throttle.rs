use parking_lot::Mutex;
use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    time::{Duration, Instant},
};

/// How many failures in a row an address has.
const BURST: f64 = 10.0;
/// How long until it has one more.
const REFILL: Duration = Duration::from_secs(5);
/// How many addresses are remembered.
const REMEMBERED: usize = 4096;

/// Slows down those who guess passwords.
#[derive(Default)]
pub(super) struct Throttle {
    addresses: Mutex<HashMap<Option<IpAddr>, Bucket>>,
}

struct Bucket {
    left: f64,
    filled: Instant,
    used: Instant,
    /// Whether the right credentials came from here before: then others' guesses from the same
    /// address (an office, a proxy) don't lock their owner out.
    known: bool,
}

impl Bucket {
    fn refill(&mut self, now: Instant) {
        let since = now.saturating_duration_since(self.filled).as_secs_f64();
        self.left = (self.left + since / REFILL.as_secs_f64()).min(BURST);
        self.filled = now;
    }
}

impl Throttle {
    /// Whether a login counts, right or wrong; where not, the seconds until the next one does.
    pub(super) fn judge(
        &self,
        remote: Option<IpAddr>,
        right: bool,
        now: Instant,
    ) -> Result<(), u64> {
        let mut addresses = self.addresses.lock();
        let key = remote.map(network);
        if !addresses.contains_key(&key) && addresses.len() >= REMEMBERED {
            make_room(&mut addresses, now);
        }
        let bucket = addresses.entry(key).or_insert(Bucket {
            left: BURST,
            filled: now,
            used: now,
            known: false,
        });
        bucket.refill(now);
        bucket.used = now;
        if right && (bucket.known || bucket.left >= 1.0) {
            bucket.known = true;
            return Ok(());
        }
        if bucket.left < 1.0 {
            let wait = (1.0 - bucket.left) * REFILL.as_secs_f64();
            return Err(Duration::from_secs_f64(wait).as_secs() + 1);
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

/// A household or server has a whole IPv6 network to itself, so it counts as one.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let high = u128::from(address) & !u128::from(u64::MAX);
            Ipv6Addr::from(high).into()
        }
    }
}

/// Forgets those with nothing against them, or else the one that was quiet for the longest.
fn make_room(addresses: &mut HashMap<Option<IpAddr>, Bucket>, now: Instant) {
    addresses.retain(|_, bucket| {
        bucket.refill(now);
        bucket.left < BURST
    });
    if addresses.len() >= REMEMBERED {
        let oldest = addresses.iter().min_by_key(|(_, bucket)| bucket.used).map(|(key, _)| *key);
        if let Some(oldest) = oldest {
            addresses.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{REMEMBERED, Throttle};
    use std::{
        net::IpAddr,
        time::{Duration, Instant},
    };

    const HERE: Option<IpAddr> = Some(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));

    fn fail(throttle: &Throttle, times: usize, now: Instant) {
        for _ in 0..times {
            assert_eq!(throttle.judge(HERE, false, now), Ok(()));
        }
    }

    #[test]
    fn guesses_run_out_and_come_back_one_by_one() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        fail(&throttle, 10, now);
        assert!(matches!(throttle.judge(HERE, false, now), Err(1..=6)));
        assert!(
            throttle.judge(HERE, true, now).is_err(),
            "a right guess is not told from a wrong one"
        );
        assert_eq!(throttle.judge(HERE, false, now + Duration::from_secs(5)), Ok(()));
        assert!(throttle.judge(HERE, false, now + Duration::from_secs(5)).is_err());
        assert_eq!(throttle.judge(HERE, true, now + Duration::from_secs(10)), Ok(()));
    }

    #[test]
    fn a_known_owner_is_not_locked_out() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        assert_eq!(throttle.judge(HERE, true, now), Ok(()));
        fail(&throttle, 10, now);
        assert!(throttle.judge(HERE, false, now).is_err());
        assert_eq!(throttle.judge(HERE, true, now), Ok(()));
    }

    #[test]
    fn addresses_are_told_apart_and_ipv6_networks_are_not() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        fail(&throttle, 10, now);
        let other: IpAddr = "2001:db8::1".parse().unwrap();
        let neighbour: IpAddr = "2001:db8::2".parse().unwrap();
        for _ in 0..10 {
            assert_eq!(throttle.judge(Some(other), false, now), Ok(()));
        }
        assert!(throttle.judge(Some(neighbour), false, now).is_err());
    }

    #[test]
    fn the_table_is_bounded() {
        let (throttle, now) = (Throttle::default(), Instant::now());
        for number in 0..2 * u32::try_from(REMEMBERED).unwrap() {
            let _ = throttle.judge(Some(IpAddr::from(number.to_be_bytes())), false, now);
        }
        assert!(throttle.addresses.lock().len() <= REMEMBERED);
    }
}
