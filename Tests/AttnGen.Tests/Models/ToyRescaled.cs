namespace AttnGen.Tests.Models;

/// <summary>Inherits both properties.</summary>
[TunableModule]
public sealed partial class ToyRescaled : ToyScaled;
