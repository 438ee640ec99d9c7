package dev.sm.membership;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SessionMachineTests {

	private static final Duration TTL = Duration.ofSeconds(10);

	private static final long SECOND = 1_000_000_000L;

	/** Close to the overflow of the monotonic clock. */
	private static final long START = Long.MAX_VALUE - 5 * SECOND;

	private final SessionMachine machine = new SessionMachine(TTL);

	@Test
	void opensASessionWhenStarted() {
		assertThat(this.machine.on(new SessionEvent.Start(), START)).containsExactly(new SessionAction.Open(TTL));
	}

	@Test
	void validityCountsFromWhenTheRequestWasSent() {
		open();
		assertThat(this.machine.incarnation()).hasValueSatisfying((life) -> {
			assertThat(life.validAt(START + 9 * SECOND - 1)).isTrue();
			assertThat(life.validAt(START + 9 * SECOND)).isFalse();
		});
	}

	@Test
	void renewsEveryQuarterOfTheTimeToLiveWhetherAnsweredOrNot() {
		open();
		for (long at = 5 * SECOND / 2; at < 9 * SECOND; at += 5 * SECOND / 2) {
			assertThat(this.machine.wakeUpAt()).hasValue(START + at);
			assertThat(tick(START + at)).containsExactly(new SessionAction.Renew("s1"));
		}
	}

	@Test
	void answeredRenewalExtendsValidityFromItsSending() {
		open();
		tick(START + 3 * SECOND);
		this.machine.on(new SessionEvent.Renewed("s1", START + 3 * SECOND), START + 5 * SECOND);
		assertThat(this.machine.incarnation().orElseThrow().validUntil()).isEqualTo(START + 12 * SECOND);
	}

	@Test
	void answersThatOvertakeEachOtherNeverShortenValidity() {
		open();
		this.machine.on(new SessionEvent.Renewed("s1", START + 4 * SECOND), START + 5 * SECOND);
		this.machine.on(new SessionEvent.Renewed("s1", START + 2 * SECOND), START + 6 * SECOND);
		assertThat(this.machine.incarnation().orElseThrow().validUntil()).isEqualTo(START + 13 * SECOND);
	}

	@Test
	void failedRenewalIsRepeatedSooner() {
		open();
		tick(START + 3 * SECOND);
		long now = START + 3 * SECOND + 1;
		assertThat(this.machine.on(new SessionEvent.RenewFailed("s1", "away"), now)).isEmpty();
		assertThat(this.machine.status(now).lastError()).isEqualTo("away");
		assertThat(this.machine.wakeUpAt().getAsLong() - now).isBetween(1L, SECOND);
	}

	@Test
	void lifeThatWasOverOnceStaysOverWhateverIsAnswered() {
		open();
		Incarnation life = this.machine.incarnation().orElseThrow();
		List<SessionAction> actions = this.machine.on(new SessionEvent.Renewed("s1", START + 8 * SECOND),
				START + 9 * SECOND);
		assertThat(actions).contains(new SessionAction.Ended(life, "it was not renewed in time"),
				new SessionAction.Open(TTL));
		assertThat(life.validAt(START + SECOND)).isFalse();
	}

	@Test
	void lostSessionIsReplaced() {
		open();
		assertThat(this.machine.on(new SessionEvent.Lost("s1"), START + SECOND)).hasSize(2)
			.last()
			.isEqualTo(new SessionAction.Open(TTL));
		assertThat(this.machine.incarnation()).isEmpty();
	}

	@Test
	void newsOfAnEarlierSessionIsIgnored() {
		open();
		assertThat(this.machine.on(new SessionEvent.Lost("s0"), START + SECOND)).isEmpty();
		assertThat(this.machine.incarnation()).isPresent();
	}

	@Test
	void answerThatComesAfterItsValidityIsClosedAgain() {
		this.machine.on(new SessionEvent.Start(), START);
		assertThat(this.machine.on(new SessionEvent.Opened("s1", TTL, START), START + 9 * SECOND))
			.containsExactly(new SessionAction.Close("s1"));
		assertThat(this.machine.incarnation()).isEmpty();
	}

	@Test
	void failedOpeningIsRepeatedLaterAndLater() {
		this.machine.on(new SessionEvent.Start(), START);
		long now = START;
		long last = 0;
		for (int i = 0; i < 3; i++) {
			this.machine.on(new SessionEvent.OpenFailed("away"), now);
			long delay = this.machine.wakeUpAt().getAsLong() - now;
			assertThat(delay).isGreaterThan(last);
			last = delay;
			now += delay;
			assertThat(tick(now)).containsExactly(new SessionAction.Open(TTL));
		}
	}

	@Test
	void stopEndsTheLifeAndClosesTheSession() {
		open();
		assertThat(this.machine.on(new SessionEvent.Stop(), START + SECOND)).hasSize(2)
			.last()
			.isEqualTo(new SessionAction.Close("s1"));
		assertThat(this.machine.wakeUpAt()).isEmpty();
	}

	private void open() {
		this.machine.on(new SessionEvent.Start(), START);
		this.machine.on(new SessionEvent.Opened("s1", TTL, START), START + SECOND);
	}

	private List<SessionAction> tick(long now) {
		return this.machine.on(new SessionEvent.Tick(), now);
	}

}
