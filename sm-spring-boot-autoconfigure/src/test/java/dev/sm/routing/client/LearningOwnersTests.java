package dev.sm.routing.client;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;

import dev.sm.routing.ShardOwner;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where requests go as far as answers have told.
 */
class LearningOwnersTests {

	private final List<URI> seeds = List.of(URI.create("http://p1"), URI.create("http://p2"), URI.create("http://p3"));

	private final Owners owners = Owners.learning(this.seeds);

	@Test
	void asksSeedsInTurnUntilItKnows() {
		assertThat(firsts()).containsExactlyElementsOf(this.seeds);
		this.owners.learn(new ShardOwner("7", "", this.seeds.get(1), 1, ShardOwner.Role.OWNER), 8);
		assertThat(firsts()).containsOnly(this.seeds.get(1));
	}

	@Test
	void asksLastWhoeverIsAboutToStop() {
		this.owners.leaving(this.seeds.get(0));
		assertThat(firsts()).isNotEmpty().doesNotContain(this.seeds.get(0));
		assertThat(this.owners.targets(null, false)).endsWith(this.seeds.get(0)).hasSize(3);
	}

	@Test
	void goesToTheOwnerThoughItIsAboutToStop() {
		this.owners.learn(new ShardOwner("7", "", this.seeds.get(0), 1, ShardOwner.Role.OWNER), 8);
		this.owners.leaving(this.seeds.get(0));
		assertThat(firsts()).containsOnly(this.seeds.get(0));
	}

	@Test
	void passesOverAddressesThatAreNoSeeds() {
		this.owners.leaving(URI.create("http://other"));
		assertThat(this.owners.targets(null, false)).containsExactlyInAnyOrderElementsOf(this.seeds);
	}

	private List<URI> firsts() {
		return IntStream.range(0, 3).mapToObj((turn) -> this.owners.targets("7", false).get(0)).toList();
	}

}
