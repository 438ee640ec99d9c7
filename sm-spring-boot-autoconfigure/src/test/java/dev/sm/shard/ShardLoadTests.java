package dev.sm.shard;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ShardLoadTests {

	@Test
	void numberIsTheDefaultMetric() {
		assertThat(ShardLoad.of(3)).isEqualTo(ShardLoad.of("load", 3)).extracting(ShardLoad::value).isEqualTo(3.0);
	}

	@Test
	void firstMetricIsShown() {
		ShardLoad load = ShardLoad.of("rows", 7).and("cpu", 0.5).and("rows", 8);
		assertThat(load.value()).isEqualTo(8);
		assertThat(load.value("cpu")).isEqualTo(0.5);
		assertThat(load.value("bytes")).isNaN();
	}

	@Test
	void whatIsNoLoadIsLeftOut() {
		assertThat(ShardLoad.of("a", Double.NaN).and("b", -1).and("c", Double.POSITIVE_INFINITY))
			.isEqualTo(ShardLoad.none());
		assertThat(ShardLoad.none().isEmpty()).isTrue();
		assertThat(ShardLoad.none().value()).isNaN();
	}

	@Test
	void namesAndTheirNumberAreBounded() {
		assertThatIllegalArgumentException().isThrownBy(() -> ShardLoad.of("a=b", 1))
			.withMessage("the name of a metric must be 1 to 50 letters, digits or one of ._- (was 'a=b')");
		Map<String, Double> many = new HashMap<>();
		for (int i = 0; i < 9; i++) {
			many.put("m" + i, 1.0);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> new ShardLoad(many))
			.withMessage("a load must have at most 8 metrics (had 9)");
	}

}
