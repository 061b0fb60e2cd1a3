namespace AttnGen;

/// <summary>
/// Marks a <c>partial</c> TorchSharp module that takes part in fine-tuning. The generator registers its components without
/// reflection, publishes a map of its parameters, and writes <c>Project</c> where the class has query, key and value projections.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class TunableModuleAttribute : Attribute;
