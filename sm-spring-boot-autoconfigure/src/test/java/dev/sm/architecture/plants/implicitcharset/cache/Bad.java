package dev.sm.architecture.plants.implicitcharset.cache;

class Bad {

	byte[] bytes(String key) {
		return key.getBytes();
	}

}
