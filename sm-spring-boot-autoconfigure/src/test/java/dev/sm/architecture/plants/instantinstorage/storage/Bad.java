package dev.sm.architecture.plants.instantinstorage.storage;

import java.time.Instant;

class Bad {

	Instant now() {
		return Instant.now();
	}

}
