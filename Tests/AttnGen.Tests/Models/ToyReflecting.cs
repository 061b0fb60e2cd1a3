using static TorchSharp.torch;

namespace AttnGen.Tests.Models;

/// <summary>A class of one's own that is not tunable and has no components: it registers by reflection.</summary>
public abstract class ToyReflecting(string name) : nn.Module<Tensor, Tensor>(name);
