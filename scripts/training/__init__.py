"""What the training of the autoencoder is made of: photos, views, network, losses, checkpoints."""
