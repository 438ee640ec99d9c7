package dev.sm.architecture.plants.sleepincore.routing;

class Bad {

	void pause() throws InterruptedException {
		Thread.sleep(1);
	}

}
