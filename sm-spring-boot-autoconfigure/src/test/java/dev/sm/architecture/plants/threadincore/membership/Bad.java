package dev.sm.architecture.plants.threadincore.membership;

class Bad {

	void start() {
		new Thread(() -> {
		}).start();
	}

}
