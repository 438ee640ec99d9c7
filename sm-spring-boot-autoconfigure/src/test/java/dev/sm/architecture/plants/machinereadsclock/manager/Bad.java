package dev.sm.architecture.plants.machinereadsclock.manager;

class Bad {

	long now() {
		return System.nanoTime();
	}

}
