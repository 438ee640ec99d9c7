package dev.sm.architecture.plants.unseededrandom.cache;

import java.util.Random;

class Bad {

	int any() {
		return new Random().nextInt();
	}

}
