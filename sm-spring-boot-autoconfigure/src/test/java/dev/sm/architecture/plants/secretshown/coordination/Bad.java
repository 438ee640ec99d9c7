package dev.sm.architecture.plants.secretshown.coordination;

record Bad(String host, String token) {
}
