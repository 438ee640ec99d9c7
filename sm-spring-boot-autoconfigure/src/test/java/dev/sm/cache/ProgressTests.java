package dev.sm.cache;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What progress says to whoever waits for its end.
 */
class ProgressTests {

	@Test
	void nothingRemainsOnlyOnceThatIsSure() {
		assertThat(new Progress(1, 5, 0L, false, null).remaining()).isNull();
		assertThat(new Progress(1, 5, 3L, false, null).remaining()).isEqualTo(3);
		assertThat(new Progress(1, 5, 0L, true, null).remaining()).isZero();
	}

	@Test
	void sameHoldsForWhatAnotherInstanceHasWritten() {
		assertThat(Progress.parse("sm-progress 1\n1\n5\n0\nfalse\n\n").remaining()).isNull();
		Progress clean = new Progress(1, 5, 0L, true, null);
		assertThat(Progress.parse(clean.format())).isEqualTo(clean);
	}

}
