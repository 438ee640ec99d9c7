package dev.sm.testkit;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

import dev.sm.coordination.Election;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Session;
import dev.sm.coordination.SessionLostException;
import dev.sm.coordination.Transaction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What every store does with sessions and the keys that are bound to them.
 */
abstract class CoordinationSessionsContract extends CoordinationKeysContract {

	@Test
	void sessionLivesAtLeastAsLongAsAsked() {
		Duration asked = ttl().plusMillis(300);
		assertThat(answer(this.store.openSession(asked)).ttl()).isGreaterThanOrEqualTo(asked);
	}

	@Test
	void sessionNeedsATimeToLive() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.openSession(Duration.ZERO))
			.withMessageContaining("'ttl'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.store.openSession(Session.MAX_TTL.plusSeconds(1)))
			.withMessageContaining("'ttl'");
	}

	@Test
	void sessionIdsAreNeverRepeated() {
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < 20; i++) {
			Session session = openLongSession();
			assertThat(ids.add(session.id())).isTrue();
			answer(session.close());
		}
	}

	@Test
	void entryNamesItsSession() {
		Session session = openLongSession();
		put("/k", "v", session.id());
		assertThat(get("/k").sessionId()).isEqualTo(session.id());
		assertThat(list("")).extracting(Entry::sessionId).containsExactly(session.id());
	}

	@Test
	void sessionThatIsNotRenewedEndsWithItsKeysAndNotBefore() {
		long start = System.nanoTime();
		Session session = openSession();
		put("/bound", "v", session.id());
		put("/free", "v");
		eventually().until(() -> get("/bound") == null);
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(session.ttl().toNanos());
		assertThat(get("/free")).isNotNull();
	}

	@Test
	void renewedSessionOutlivesItsTimeToLive() {
		Session session = openSession();
		put("/bound", "v", session.id());
		long end = System.nanoTime() + session.ttl().multipliedBy(5).dividedBy(2).toNanos();
		Awaitility.await()
			.atMost(session.ttl().multipliedBy(4))
			.pollDelay(Duration.ZERO)
			.pollInterval(session.ttl().dividedBy(5))
			.until(() -> {
				answer(session.renew());
				return System.nanoTime() - end > 0;
			});
		assertThat(get("/bound")).isNotNull();
	}

	@Test
	void renewalAfterTheEndIsRefused() {
		Session session = openSession();
		put("/bound", "v", session.id());
		eventually().until(() -> get("/bound") == null);
		assertThatExceptionOfType(SessionLostException.class).isThrownBy(() -> answer(session.renew()))
			.withMessageContaining(session.id());
	}

	@Test
	void closedSessionIsNotRenewed() {
		Session session = openLongSession();
		answer(session.close());
		assertThatExceptionOfType(SessionLostException.class).isThrownBy(() -> answer(session.renew()));
	}

	@Test
	void closeRemovesAllBoundKeysAtOnce() {
		Session session = openLongSession();
		put("/a", "v", session.id());
		put("/b/c", "v", session.id());
		put("/free", "v");
		answer(session.close());
		assertThat(list("")).extracting(Entry::key).containsExactly(key("/free"));
	}

	@Test
	void closingASessionTwiceIsClosingItOnce() {
		Session session = openLongSession();
		answer(session.close());
		answer(session.close());
		assertThat(list("")).isEmpty();
	}

	@Test
	void endOfOneSessionLeavesAnotherAlone() {
		Session one = openLongSession();
		Session other = answer(another().openSession(Duration.ofSeconds(60)));
		put("/one", "v", one.id());
		put("/other", "v", other.id());
		answer(one.close());
		assertThat(list("")).extracting(Entry::key).containsExactly(key("/other"));
	}

	@Test
	void keyIsNotBoundToAnEndedSession() {
		Session session = openLongSession();
		answer(session.close());
		put("/b", "old");
		assertThatExceptionOfType(SessionLostException.class)
			.isThrownBy(() -> commit(
					Transaction.builder().put(key("/a"), "new").put(key("/b"), "new", session.id()).delete(key("/c"))))
			.withMessageContaining(session.id());
		assertThat(list("")).extracting(Entry::value).containsExactly("old");
	}

	@Test
	void putWithoutSessionUnbinds() {
		Session session = openLongSession();
		put("/k", "bound", session.id());
		put("/k", "free");
		answer(session.close());
		assertThat(get("/k").value()).isEqualTo("free");
	}

	@Test
	void putWithAnotherSessionBindsAnew() {
		Session one = openLongSession();
		Session other = openLongSession();
		put("/k", "one", one.id());
		put("/k", "other", other.id());
		answer(one.close());
		assertThat(get("/k").sessionId()).isEqualTo(other.id());
		answer(other.close());
		assertThat(get("/k")).isNull();
	}

	@Test
	void keyThatWasDeletedAndCreatedIsNoLongerBound() {
		Session session = openLongSession();
		put("/k", "bound", session.id());
		delete("/k");
		put("/k", "free");
		answer(session.close());
		assertThat(get("/k")).isNotNull();
	}

	@Test
	void keyOfAnEndedSessionCanBeCreatedWithALargerRevision() {
		Session session = openLongSession();
		long before = put("/k", "v", session.id());
		answer(session.close());
		Session next = openLongSession();
		assertThat(commit(Transaction.builder().ifAbsent(key("/k")).put(key("/k"), "v", next.id())).applied()).isTrue();
		assertThat(get("/k").revision()).isGreaterThan(before);
	}

	@Test
	void sessionOutlivesTheStoreThatOpenedIt() {
		var opener = another();
		Session session = answer(opener.openSession(Duration.ofSeconds(60)));
		put("/k", "v", session.id());
		opener.close();
		assertThat(get("/k")).isNotNull();
	}

	@Test
	void oneIsElectedAndTheNextAfterItsSession() {
		Session first = openLongSession();
		Session second = openLongSession();
		Election one = election(first);
		Election other = election(second);
		Transaction late = other.claim("other").build();
		assertThat(commit(one.claim("one")).applied()).isTrue();
		assertThat(answer(this.store.commit(late)).applied()).isFalse();
		Stream.of(one, other).forEach((election) -> election.see(get("/controller")));
		assertThat(one.isElected()).isTrue();
		assertThat(other.isElected()).isFalse();
		assertThat(one.isReadInTerm(answer(this.store.list(this.root)).revision())).isTrue();
		Transaction.Builder write = one.compare(Transaction.builder()).put(key("/k"), "one");
		answer(first.close());
		assertThat(commit(write).applied()).isFalse();
		other.see(get("/controller"));
		assertThat(commit(other.claim("other")).applied()).isTrue();
		assertThat(commit(write).applied()).isFalse();
	}

	private Election election(Session session) {
		Election election = new Election(key("/controller"));
		election.begin(session.id());
		election.see(get("/controller"));
		return election;
	}

}
