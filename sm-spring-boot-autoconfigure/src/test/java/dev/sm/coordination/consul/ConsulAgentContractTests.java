package dev.sm.coordination.consul;

import java.time.Duration;

import dev.sm.coordination.CoordinationStore;
import dev.sm.testkit.CoordinationStoreContractTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/**
 * The contract on a real agent, wherever there is one: no Debian package has it.
 */
class ConsulAgentContractTests extends CoordinationStoreContractTests {

	private static ConsulAgent agent;

	@BeforeAll
	static void startAgent() {
		Assumptions.assumeTrue(ConsulAgent.binary().isPresent(), "skipped: there is no consul on the path");
		agent = ConsulAgent.start();
	}

	@AfterAll
	static void stopAgent() {
		if (agent != null) {
			agent.close();
		}
	}

	@Override
	protected CoordinationStore open() {
		return new ConsulCoordinationStore(
				new ConsulCoordinationStore.Settings(agent.url(), null, null, Duration.ofSeconds(5)));
	}

}
