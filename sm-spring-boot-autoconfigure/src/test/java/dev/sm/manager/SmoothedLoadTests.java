package dev.sm.manager;

import java.time.Duration;
import java.util.Random;

import dev.sm.shard.ShardLoad;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SmoothedLoadTests {

	private final LoadSettings settings = LoadSettings.defaults();

	private final SmoothedLoad load = new SmoothedLoad(this.settings);

	@Test
	void firstMeasurementCountsInFull() {
		this.load.measured(ShardLoad.of(12.3456), 0);
		assertThat(this.load.load()).isEqualTo(ShardLoad.of(12.35));
	}

	@Test
	void afterAHalfLifeTheOldCountsHalf() {
		this.load.measured(ShardLoad.of(100), 0);
		this.load.measured(ShardLoad.of(200), minutes(2));
		assertThat(this.load.load().value()).isEqualTo(150);
	}

	@Test
	void howOftenItIsMeasuredMeansNothing() {
		this.load.measured(ShardLoad.of(100), 0);
		for (int i = 1; i <= 120; i++) {
			this.load.measured(ShardLoad.of(200), Duration.ofSeconds(i).toNanos());
		}
		assertThat(this.load.load().value()).isCloseTo(150, within(0.1));
	}

	@Test
	void metricThatIsNotMeasuredIsForgotten() {
		this.load.measured(ShardLoad.of("cpu", 1).and("rows", 10), 0);
		this.load.measured(ShardLoad.of("cpu", 1), minutes(4));
		assertThat(this.load.load().value("rows")).isEqualTo(10);
		this.load.measured(ShardLoad.none(), minutes(5));
		assertThat(this.load.load()).isEqualTo(ShardLoad.of("cpu", 1));
	}

	@Test
	void withoutAHalfLifeTheLastMeasurementCounts() {
		SmoothedLoad raw = new SmoothedLoad(new LoadSettings(Duration.ZERO, Duration.ofMinutes(5), Duration.ZERO));
		raw.measured(ShardLoad.of(1), 0);
		raw.measured(ShardLoad.of(9), 1);
		assertThat(raw.load().value()).isEqualTo(9);
	}

	@Test
	void noiseIsSmoothedAway() {
		Random random = new Random(7);
		double worst = 0;
		for (int i = 0; i < 1000; i++) {
			this.load.measured(ShardLoad.of(100 * (0.8 + 0.4 * random.nextDouble())),
					i * Duration.ofSeconds(30).toNanos());
			worst = (i > 20) ? Math.max(worst, Math.abs(this.load.load().value() - 100)) : 0;
		}
		assertThat(worst).as("seed 7").isLessThan(13);
	}

	@Test
	void nothingIsTooLargeOrTooSmall() {
		this.load.measured(ShardLoad.of(Float.MAX_VALUE).and("small", Double.MIN_VALUE), 0);
		assertThat(this.load.load().value()).isPositive().isFinite();
		assertThat(this.load.load().value("small")).isZero();
	}

	private static long minutes(int minutes) {
		return Duration.ofMinutes(minutes).toNanos();
	}

}
