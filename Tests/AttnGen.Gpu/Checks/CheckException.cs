namespace AttnGen.Gpu.Checks;

/// <summary>A number is not what its formula says.</summary>
internal sealed class CheckException(string message) : Exception(message);
