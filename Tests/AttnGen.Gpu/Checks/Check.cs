namespace AttnGen.Gpu.Checks;

/// <summary>A numerical check that holds on every device.</summary>
/// <param name="Name">Its name in the results.</param>
/// <param name="Run">Throws <see cref="CheckException"/> where a number is wrong.</param>
internal sealed record Check(string Name, Action<CheckInputs> Run);
