package dev.sm.benchmarks.chaos;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RegisterTests {

	private final Register register = new Register();

	@Test
	void acknowledgedWriteIsNotForgotten() {
		this.register.written(1, true);
		this.register.written(2, true);
		assertThat(this.register.mayBe(1)).isFalse();
		assertThat(this.register.mayBe(2)).isTrue();
	}

	@Test
	void unansweredWriteTakesEffectAtAnyTimeOnce() {
		this.register.written(1, false);
		this.register.written(2, true);
		assertThat(this.register.mayBe(2)).isTrue();
		assertThat(this.register.mayBe(1)).as("late").isTrue();
		assertThat(this.register.mayBe(2)).as("1 came after it").isFalse();
		this.register.written(3, true);
		assertThat(this.register.mayBe(1)).as("twice").isFalse();
	}

	@Test
	void valueThatWasNeverWrittenIsNone() {
		this.register.written(1, true);
		assertThat(this.register.mayBe(2)).isFalse();
	}

}
