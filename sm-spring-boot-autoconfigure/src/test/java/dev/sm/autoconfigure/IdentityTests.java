package dev.sm.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class IdentityTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void hasTheConfiguredId() {
		assertThat(Identity.participantId("p1", this.environment)).isEqualTo("p1");
	}

	@Test
	void hasAnIdOfItsOwnOtherwise() {
		assertThat(Identity.participantId(null, this.environment)).startsWith("application-")
			.isNotEqualTo(Identity.participantId(null, this.environment));
	}

	@Test
	void hasAnIdThatShardsCanBePinnedTo() {
		this.environment.setProperty("spring.application.name", "My Shop/".repeat(50));
		assertThat(Identity.participantId("", this.environment)).matches("[A-Za-z0-9-]{1,200}");
	}

}
