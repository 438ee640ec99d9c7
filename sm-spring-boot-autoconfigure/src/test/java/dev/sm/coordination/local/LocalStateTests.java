package dev.sm.coordination.local;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import dev.sm.coordination.Change;
import dev.sm.coordination.Entry;
import dev.sm.coordination.SessionLostException;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.WatchEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LocalStateTests {

	// readings of a monotonic clock may be anything: these overflow on the way
	private static final long START = Long.MAX_VALUE - 50;

	private final AtomicLong revisions = new AtomicLong(41);

	private final LocalState state = new LocalState(this.revisions::incrementAndGet, 1_000);

	@Test
	void emptyStoreHasARevisionOfItsOwn() {
		assertThat(this.state.revision()).isEqualTo(42);
	}

	@Test
	void sessionEndsWhenItsTimeIsOver() {
		this.state.openSession("s", 100, START);
		put("/k", "s", START);
		assertThat(this.state.get("/k", START + 99)).isNotNull();
		assertThat(this.state.get("/k", START + 100)).isNull();
		assertThat(this.state.hasSessions()).isFalse();
	}

	@Test
	void renewalStartsTheTimeAnew() {
		this.state.openSession("s", 100, START);
		put("/k", "s", START);
		this.state.renewSession("s", START + 99);
		assertThat(this.state.get("/k", START + 198)).isNotNull();
		assertThat(this.state.get("/k", START + 199)).isNull();
	}

	@Test
	void lateRenewalIsRefusedEvenIfNobodyLookedMeanwhile() {
		this.state.openSession("s", 100, START);
		assertThatExceptionOfType(SessionLostException.class)
			.isThrownBy(() -> this.state.renewSession("s", START + 100));
	}

	@Test
	void lateCommitIsRefusedEvenIfNobodyLookedMeanwhile() {
		this.state.openSession("s", 100, START);
		assertThatExceptionOfType(SessionLostException.class).isThrownBy(() -> put("/k", "s", START + 100));
		assertThat(this.state.list("/k", START + 100).entries()).isEmpty();
	}

	@Test
	void wakesUpForTheSessionThatEndsFirst() {
		assertThat(this.state.wakeUp()).isEmpty();
		this.state.openSession("late", 300, START);
		this.state.openSession("early", 100, START);
		this.state.openSession("later", 400, START);
		assertThat(this.state.wakeUp()).hasValue(START + 100);
		this.state.expire(START + 100);
		assertThat(this.state.wakeUp()).hasValue(START + 300);
	}

	@Test
	void sessionIdIsTakenOnce() {
		this.state.openSession("s", 100, START);
		assertThatIllegalArgumentException().isThrownBy(() -> this.state.openSession("s", 100, START));
	}

	@Test
	void endOfASessionIsOneChange() {
		this.state.openSession("s", 100, START);
		put("/a", "s", START);
		long before = put("/b", "s", START);
		this.state.expire(START + 100);
		assertThat(this.state.changesAfter(before)).containsExactly(new Change(before + 1,
				List.of(new WatchEvent("/a", before + 1, null), new WatchEvent("/b", before + 1, null))));
	}

	@Test
	void endOfASessionWithoutKeysIsNoChange() {
		long before = this.state.revision();
		this.state.openSession("s", 100, START);
		this.state.closeSession("s", START);
		assertThat(this.state.revision()).isEqualTo(before);
	}

	@Test
	void deletingNothingIsNoChange() {
		long before = this.state.revision();
		this.state.commit(Transaction.builder().delete("/k").build(), START);
		assertThat(this.state.revision()).isEqualTo(before);
	}

	@Test
	void compareThatFailsComesBeforeASessionThatEnded() {
		put("/k", null, START);
		Transaction transaction = Transaction.builder().ifAbsent("/k").put("/k", "v", "ended").build();
		assertThat(this.state.commit(transaction, START).applied()).isFalse();
	}

	@Test
	void changesAreRememberedInOrder() {
		long seen = put("/a", null, START);
		put("/b", null, START);
		put("/c", null, START);
		assertThat(this.state.changesAfter(seen)).extracting(Change::revision).containsExactly(seen + 1, seen + 2);
		assertThat(this.state.changesAfter(seen + 2)).isEmpty();
	}

	@Test
	void oldChangesAreForgotten() {
		long first = put("/k", null, START);
		for (int i = 0; i < 20; i++) {
			put("/k", null, START);
		}
		assertThat(this.state.changesAfter(first)).isNull();
		assertThat(this.state.changesAfter(this.state.revision() - 3)).hasSize(3);
	}

	@Test
	void changesBeforeTheStoreBeganAreUnknown() {
		assertThat(this.state.changesAfter(41)).isNull();
		assertThat(this.state.changesAfter(42)).isEmpty();
	}

	@Test
	void changesOfTheFutureAreUnknown() {
		assertThat(this.state.changesAfter(43)).isNull();
	}

	@Test
	void changeTooLargeToRememberIsForgottenAtOnce() {
		long before = this.state.revision();
		this.state.commit(Transaction.builder().put("/k", "x".repeat(2_000)).build(), START);
		assertThat(this.state.changesAfter(before)).isNull();
		assertThat(this.state.changesAfter(this.state.revision())).isEmpty();
	}

	@Test
	void listIsAtTheRevisionOfTheStore() {
		put("/a/b", null, START);
		put("/c", null, START);
		assertThat(this.state.list("/a", START).revision()).isEqualTo(44);
		assertThat(this.state.list("/a", START).entries()).containsExactly(new Entry("/a/b", "v", 43, null));
	}

	private long put(String key, String sessionId, long now) {
		return this.state.commit(Transaction.builder().put(key, "v", sessionId).build(), now).revision();
	}

}
