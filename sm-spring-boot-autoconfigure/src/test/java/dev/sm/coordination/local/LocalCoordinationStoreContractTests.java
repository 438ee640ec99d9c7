package dev.sm.coordination.local;

import java.util.UUID;

import dev.sm.coordination.CoordinationStore;
import dev.sm.testkit.CoordinationStoreContractTests;

class LocalCoordinationStoreContractTests extends CoordinationStoreContractTests {

	private final String name = "contract-" + UUID.randomUUID();

	@Override
	protected CoordinationStore open() {
		return LocalCoordinationStore.shared(this.name);
	}

}
