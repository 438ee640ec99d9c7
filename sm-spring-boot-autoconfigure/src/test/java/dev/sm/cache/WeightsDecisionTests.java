package dev.sm.cache;

import java.util.Map;

import dev.sm.cache.PoolSettings.OnChange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Which weights a pool starts with, and the text in which they are stored.
 */
class WeightsDecisionTests {

	@ParameterizedTest
	@EnumSource
	void equalWeightsStartWithoutWarning(OnChange onChange) {
		WeightsDecision decision = WeightsDecision.of(settings(onChange), Map.of("n1", 100, "n2", 150));
		assertThat(decision.weights()).isEqualTo(Map.of("n1", 100, "n2", 150));
		assertThat(decision.warnings()).isEmpty();
	}

	@Test
	void storedWeightsAreKeptWithAWarning() {
		WeightsDecision decision = WeightsDecision.of(settings(OnChange.KEEP), Map.of("n1", 100, "n2", 50));
		assertThat(decision.weights()).isEqualTo(Map.of("n1", 100, "n2", 50));
		assertThat(decision.warnings()).singleElement()
			.asString()
			.contains("'p'", "{n1=100, n2=50}", "{n1=100, n2=150}");
	}

	@Test
	void configuredNodeWithoutStoredWeightHoldsNothing() {
		WeightsDecision decision = WeightsDecision.of(settings(OnChange.KEEP), Map.of("n1", 100));
		assertThat(decision.weights()).isEqualTo(Map.of("n1", 100, "n2", 0));
		assertThat(decision.warnings()).hasSize(2).last().asString().contains("'n2'", "holds nothing");
	}

	@ParameterizedTest
	@EnumSource
	void storedNodeThatIsNotConfiguredFailsTheStart(OnChange onChange) {
		assertThatExceptionOfType(InvalidPoolException.class)
			.isThrownBy(() -> WeightsDecision.of(settings(onChange), Map.of("n1", 100, "n2", 150, "n3", 1)))
			.withMessageContainingAll("'p'", "'n3'")
			.satisfies((ex) -> assertThat(ex.getPool()).isEqualTo("p"));
	}

	@Test
	void storedNodeThatHoldsNothingMayGo() {
		Map<String, Integer> stored = Map.of("n1", 100, "n2", 150, "gone", 0);
		assertThat(WeightsDecision.of(settings(OnChange.FAIL), stored).weights()).containsOnlyKeys("n1", "n2");
	}

	@Test
	void changedWeightsFailTheStartIfAsked() {
		assertThatExceptionOfType(PoolWeightsChangedException.class)
			.isThrownBy(() -> WeightsDecision.of(settings(OnChange.FAIL), Map.of("n1", 1, "n2", 150)))
			.satisfies((ex) -> {
				assertThat(ex.getStored()).isEqualTo(Map.of("n1", 1, "n2", 150));
				assertThat(ex.getConfigured()).isEqualTo(Map.of("n1", 100, "n2", 150));
			});
	}

	@Test
	void storedWeightsCountUntilTheMigrationToTheConfiguredOnesBegins() {
		WeightsDecision decision = WeightsDecision.of(settings(OnChange.MIGRATE), Map.of("n1", 1, "n2", 150));
		assertThat(decision.weights()).containsEntry("n1", 1).containsEntry("n2", 150);
		assertThat(decision.warnings()).isEmpty();
	}

	@Test
	void documentIsReadAsItWasWritten() {
		Map<String, Integer> weights = Map.of("n1", 100, "n2", 0);
		assertThat(WeightsDocument.format(weights)).isEqualTo("sm-weights 1\nn1=100\nn2=0\n");
		assertThat(WeightsDocument.parse(WeightsDocument.format(weights))).isEqualTo(weights);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "sm-weights 2\nn1=1\n", "sm-weights 1\n", "sm-weights 1\nn1=0\n", "sm-weights 1\nn1\n",
			"sm-weights 1\n=1\n", "sm-weights 1\nn1=\n", "sm-weights 1\nn1=-1\n", "sm-weights 1\nn1=1000001\n",
			"sm-weights 1\nn1=99999999\n", "sm-weights 1\nn1=1\nn1=1\n", "sm-weights 1\nn1=1\n\nn2=1\n" })
	void damagedDocumentIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> WeightsDocument.parse(text));
	}

	private static PoolSettings settings(OnChange onChange) {
		return PoolSettings.named("p")
			.onChange(onChange)
			.node(NodeSettings.of("n1", "memory:", 100))
			.node(NodeSettings.of("n2", "memory:", 150))
			.build();
	}

}
