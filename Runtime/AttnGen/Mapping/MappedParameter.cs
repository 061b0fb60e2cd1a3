using TorchSharp.Modules;

namespace AttnGen.Mapping;

/// <summary>A parameter by path. Weight decay is for matrices, not for biases and norms.</summary>
internal sealed record MappedParameter(string Path, Parameter Parameter, bool IsMatrix);
