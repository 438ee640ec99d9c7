package dev.sm.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.sm.cache.Circuit.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Circuit}.
 */
class CircuitTests {

	private static final long MS = 1_000_000;

	private final Circuit circuit = new Circuit(
			new HealthSettings(3, Duration.ofMillis(100), Duration.ofMillis(400), 10));

	@Test
	void opensAfterSoManyFailuresInARow() {
		assertThat(this.circuit.failed(0)).isFalse();
		assertThat(this.circuit.failed(0)).isFalse();
		this.circuit.answered();
		assertThat(this.circuit.failed(0)).isFalse();
		assertThat(this.circuit.failed(0)).isFalse();
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
		assertThat(this.circuit.failed(0)).isTrue();
		assertThat(this.circuit.state()).isEqualTo(State.OPEN);
		assertThat(this.circuit.failed(0)).as("opens once").isFalse();
	}

	@Test
	void probesAfterThePauseAndClosesWhenAnswered() {
		open(0);
		assertThat(this.circuit.wakeUpAt()).isEqualTo(100 * MS);
		assertThat(this.circuit.tick(99 * MS)).isFalse();
		assertThat(this.circuit.tick(100 * MS)).isTrue();
		assertThat(this.circuit.tick(100 * MS)).as("one probe at a time").isFalse();
		this.circuit.answered();
		assertThat(this.circuit.state()).as("a late answer proves nothing").isEqualTo(State.HALF_OPEN);
		this.circuit.probed(true, 101 * MS);
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
		assertThat(this.circuit.failures()).isZero();
	}

	@Test
	void pausesGrowToTheLongest() {
		open(0);
		List<Long> pauses = new ArrayList<>();
		long now = 0;
		for (int i = 0; i < 4; i++) {
			now = this.circuit.wakeUpAt();
			assertThat(this.circuit.tick(now)).isTrue();
			this.circuit.probed(false, now);
			pauses.add((this.circuit.wakeUpAt() - now) / MS);
		}
		assertThat(pauses).containsExactly(200L, 400L, 400L, 400L);
	}

	@Test
	void pauseStaysLongForANodeThatFailsAgainAtOnceAndIsShortAfterCalm() {
		open(0);
		this.circuit.tick(100 * MS);
		this.circuit.probed(true, 100 * MS);
		open(110 * MS);
		assertThat(this.circuit.wakeUpAt()).isEqualTo((110 + 200) * MS);
		this.circuit.tick(310 * MS);
		this.circuit.probed(true, 310 * MS);
		open(5_000 * MS);
		assertThat(this.circuit.wakeUpAt()).isEqualTo(5_100 * MS);
	}

	@Test
	void failedProbeThatNobodyAskedForChangesNothing() {
		this.circuit.probed(false, 0);
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
		open(0);
		this.circuit.probed(false, 50 * MS);
		assertThat(this.circuit.wakeUpAt()).isEqualTo(100 * MS);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void neverStaysOpenOnceProbesAreAnswered(long seed) {
		Random random = new Random(seed);
		long now = 0;
		for (int i = 0; i < 2_000; i++) {
			now += random.nextInt(50) * MS;
			switch (random.nextInt(4)) {
				case 0 -> this.circuit.failed(now);
				case 1 -> this.circuit.answered();
				case 2 -> this.circuit.tick(now);
				default -> this.circuit.probed(random.nextInt(4) == 0, now);
			}
			if (this.circuit.state() == State.OPEN) {
				assertThat(this.circuit.wakeUpAt() - now).as("seed " + seed).isLessThanOrEqualTo(400 * MS);
			}
		}
		this.circuit.tick(this.circuit.wakeUpAt());
		this.circuit.probed(true, now);
		assertThat(this.circuit.state()).isEqualTo(State.CLOSED);
	}

	private void open(long now) {
		for (int i = 0; i < 3; i++) {
			this.circuit.failed(now);
		}
		assertThat(this.circuit.state()).isEqualTo(State.OPEN);
	}

}
