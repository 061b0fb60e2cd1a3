using TorchSharp.Modules;

namespace AttnGen;

/// <summary>A trained parameter.</summary>
/// <param name="Path">Its path in the model: <c>encoder.layer.0.attention.self.query.lora_A.weight</c>.</param>
/// <param name="Parameter">The parameter: a leaf whose storage and gradient are parts of the group's flat buffers while the session lasts.</param>
/// <param name="IsDecayed">Whether weight decay applies: to matrices, not to biases, norms and the magnitudes of DoRA.</param>
public sealed record TunedParameter(string Path, Parameter Parameter, bool IsDecayed);
